/**
 * Programs that say what they are. Those that run no script never send a beacon; this leaves out crawlers that render pages,
 * previews of links, monitors, and tools. Whoever lies about it is held by the limits of `guard.ts` alone.
 */
const bots =
  /bot\b|bots\b|crawl|spider|slurp|scrap|headless|lighthouse|pagespeed|prerender|phantomjs|puppeteer|playwright|selenium|monitor|uptime|pingdom|preview|facebookexternalhit|mediapartners|bingpreview|archiver|validator|feedfetcher|google-(?:read|inspection|extended|safety)|bytespider|yisou|sogou (?:web|news|pic|inst)|360spider|haosouspider|petalbot|curl\/|wget\/|python|java\/|okhttp|go-http|node-fetch|undici|axios|httpclient|libwww|perl|ruby|php\//i;

/** @param userAgent as the request says it. One that says nothing is no browser. */
export function isBot(userAgent: string | undefined): boolean {
  return !userAgent || bots.test(userAgent);
}
