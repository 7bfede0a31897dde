// The tool that tells the time.

/** The date and time in `time_zone`, or in the user's own. */
export function run({ time_zone }: Record<string, unknown>): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const timeZone = typeof time_zone === "string" && time_zone.trim() ? time_zone.trim() : own;
  const now = new Date();
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "long", timeZone });
  } catch {
    throw new RangeError(`There is no time zone ${timeZone}. Use an IANA name such as Europe/Paris.`);
  }
  return JSON.stringify({ time_zone: timeZone, local: format.format(now), utc: now.toISOString() });
}
