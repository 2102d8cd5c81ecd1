import type { TimeModel } from '#lib/content/models.ts';

type Props = { time: TimeModel; label?: 'full' | 'short' | 'clock' | 'day'; className?: string };

/** A point in time as readers in Asia/Shanghai write it. */
export function Time({ time, label = 'short', className }: Props) {
  return (
    <time dateTime={time.iso} className={className}>
      {time[label]}
    </time>
  );
}
