const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric' });

/** `08:05:09`, with the day where it is not today's. Asia/Shanghai. @param at ISO time or milliseconds */
export function clockOf(at: string | number): string {
  const date = new Date(at);
  const time = clock.format(date);
  return day.format(date) === day.format(Date.now()) ? time : `${day.format(date)} ${time}`;
}
