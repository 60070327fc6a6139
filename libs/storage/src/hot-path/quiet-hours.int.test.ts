import { describe, expect, test } from '@jest/globals';
import { openTestCore } from '../test-support/open-test-core.ts';

const { core } = await openTestCore({ poolMax: 1 });

/** When the quiet hours end that this instant falls into. */
async function untilOf(hours: string, timeZone: string, at: string): Promise<string | null> {
  const [from, to] = hours.split('-');
  const [row] = await core.database.query<{ until: Date | null }>(
    'select quiet_until($1, $2) as until',
    [{ from, to, timeZone }, at],
  );
  return row!.until?.toISOString().replace('.000', '') ?? null;
}

describe('Quiet hours', () => {
  test.each([
    ['the evening before they begin', '2026-11-28T13:59:59Z', null],
    ['the second in which they begin', '2026-11-28T14:00:00Z', '2026-11-29T00:00:00Z'],
    ['after midnight', '2026-11-28T18:30:00Z', '2026-11-29T00:00:00Z'],
    ['the last second of the night', '2026-11-28T23:59:59Z', '2026-11-29T00:00:00Z'],
    ['the morning', '2026-11-29T00:00:00Z', null],
  ])(
    'when a night goes over midnight and it is %s (%s), then its end is %s',
    async (_what, at, until) => {
      expect(await untilOf('22:00-08:00', 'Asia/Shanghai', at)).toBe(until);
    },
  );

  test.each([
    ['2026-11-28T03:59:00Z', null],
    ['2026-11-28T04:00:00Z', '2026-11-28T06:00:00Z'],
    ['2026-11-28T06:00:00Z', null],
  ])('when they are within a day and it is %s, then they end at %s', async (at, until) => {
    expect(await untilOf('12:00-14:00', 'Asia/Shanghai', at)).toBe(until);
  });

  test.each([
    // Berlin, 29 March 2026: 02:00 becomes 03:00. The night is an hour shorter, and its end is the local one.
    ['22:00-08:00', '2026-03-28T21:30:00Z', '2026-03-29T06:00:00Z'],
    ['22:00-08:00', '2026-03-29T05:59:59Z', '2026-03-29T06:00:00Z'],
    // Its end is left out: it is the instant of the jump. So is a beginning that is left out.
    ['22:00-02:30', '2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z'],
    ['22:00-02:30', '2026-03-29T01:00:00Z', null],
    ['02:30-08:00', '2026-03-29T00:59:59Z', null],
    ['02:30-08:00', '2026-03-29T01:00:00Z', '2026-03-29T06:00:00Z'],
    ['02:00-03:00', '2026-03-29T01:00:00Z', null],
    // Berlin, 25 October 2026: 03:00 becomes 02:00. The night is an hour longer.
    ['22:00-08:00', '2026-10-24T20:00:00Z', '2026-10-25T07:00:00Z'],
    // Its end comes twice: the second one, and quiet all the way.
    ['22:00-02:30', '2026-10-25T00:15:00Z', '2026-10-25T01:30:00Z'],
    ['22:00-02:30', '2026-10-25T00:45:00Z', '2026-10-25T01:30:00Z'],
    ['22:00-02:30', '2026-10-25T01:15:00Z', '2026-10-25T01:30:00Z'],
    ['22:00-02:30', '2026-10-25T01:30:00Z', null],
    // Its beginning comes twice: the first one.
    ['02:30-08:00', '2026-10-25T00:29:59Z', null],
    ['02:30-08:00', '2026-10-25T00:30:00Z', '2026-10-25T07:00:00Z'],
    ['02:30-08:00', '2026-10-25T01:15:00Z', '2026-10-25T07:00:00Z'],
    // One night ends within the next, since its end comes twice.
    ['02:20-02:10', '2026-10-25T00:30:00Z', '2026-10-26T01:10:00Z'],
  ])(
    'when the clocks change within %s and it is %s, then they end at %s',
    async (hours, at, until) => {
      expect(await untilOf(hours, 'Europe/Berlin', at)).toBe(until);
    },
  );

  test.each([
    // Lord Howe, 4 October 2026: 02:00 becomes 02:30; 5 April 2026: 02:00 becomes 01:30.
    ['Australia/Lord_Howe', '22:00-02:15', '2026-10-03T15:29:59Z', '2026-10-03T15:30:00Z'],
    ['Australia/Lord_Howe', '22:00-01:45', '2026-04-04T14:50:00Z', '2026-04-04T15:15:00Z'],
    // Cairo, 24 April 2026: midnight becomes 01:00, so the day has none.
    ['Africa/Cairo', '20:00-00:30', '2026-04-23T21:59:59Z', '2026-04-23T22:00:00Z'],
    ['Africa/Cairo', '00:00-06:00', '2026-04-23T21:59:59Z', null],
    ['Africa/Cairo', '00:00-06:00', '2026-04-23T22:00:00Z', '2026-04-24T03:00:00Z'],
  ])(
    'when the clocks of %s change within %s and it is %s, then they end at %s',
    async (timeZone, hours, at, until) => {
      expect(await untilOf(hours, timeZone, at)).toBe(until);
    },
  );

  test('when days on which the clocks change are looked at every five minutes, then what its clock shows is quiet', async () => {
    const [{ wrong } = { wrong: -1 }] = await core.database.query<{ wrong: number }>(
      `select count(*)::integer as wrong
       from unnest(array['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) as z(zone),
         unnest(array['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01']::timestamptz[]) as d(day),
         generate_series(d.day - interval '1 day', d.day + interval '1 day', interval '5 minutes') as m(at),
         unnest(array['22:00', '01:40']::time[], array['02:20', '06:00']::time[]) as h(begins, ends)
       where (case when h.begins < h.ends
           then (m.at at time zone z.zone)::time >= h.begins and (m.at at time zone z.zone)::time < h.ends
           else (m.at at time zone z.zone)::time >= h.begins or (m.at at time zone z.zone)::time < h.ends end)
         and quiet_until(jsonb_build_object('from', to_char(h.begins, 'HH24:MI'), 'to', to_char(h.ends, 'HH24:MI'),
           'timeZone', z.zone), m.at) is null`,
    );
    expect(wrong).toBe(0);
  });

  test('when a zone is behind UTC or off by half an hour, then its own clock counts', async () => {
    expect(await untilOf('22:00-08:00', 'America/New_York', '2026-07-01T02:00:00Z')).toBe(
      '2026-07-01T12:00:00Z',
    );
    expect(await untilOf('22:00-08:00', 'Asia/Kolkata', '2026-07-01T16:29:00Z')).toBe(null);
    expect(await untilOf('22:00-08:00', 'Asia/Kolkata', '2026-07-01T16:30:00Z')).toBe(
      '2026-07-02T02:30:00Z',
    );
  });
});
