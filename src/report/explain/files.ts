/** An explanation as JSON and CSV. */
import { CAUSES } from '../../measure/causes.ts';
import { BANDS } from '../../study/explain/bands.ts';
import { type CauseDifferences, GROUPS } from '../../study/explain/differences.ts';
import { blames } from '../../study/explain/explain.ts';
import { csvOf } from '../csv.ts';
import { causeSentences } from './sentences.ts';
import type { Explained } from './summary.ts';

/** Times in seconds: means of a band, whose causes add up to `took`. */
export function explainJson(
  { explanation, metric, subject, helps, idle }: Explained,
  version: string,
): object {
  const { study, classes, holders, leftOut } = explanation;
  return {
    schema: 'hasim.explanation/1',
    scenario: study.scenario.name,
    engine: { version, seed: study.seed, replications: study.results.length },
    digest: study.digest,
    metric,
    subject: subject.name,
    classes: classes.map((one) => ({
      of: one.of,
      name: one.name,
      sentences: causeSentences(explanation, one),
      bands: Object.fromEntries(
        BANDS.filter((band) => one.bands[band].count > 0).map((band) => {
          const sum = one.bands[band];
          return [
            band,
            {
              count: sum.count,
              took: sum.took / sum.count,
              half: sum.meanHalf,
              causes: byCause(sum.causes.map((each) => each / sum.count)),
              shareHalves: byCause(sum.halves.map((half) => half ?? 0)),
              blames: blames(sum, holders),
            },
          ];
        }),
      ),
    })),
    slotHolders: byCause(holders),
    helps:
      helps === null
        ? null
        : helps.map(({ part, kind, change, verdict, effect }) => ({
            ...{ part, kind, change, verdict },
            ...{
              difference: effect.difference,
              half: effect.half,
              relative: effect.relative,
              value: effect.candidate,
              p: effect.p,
            },
          })),
    idle,
    leftOut,
  };
}

/** Means over the work that succeeded in both designs, in seconds; causes that differ nowhere are left out. */
export function differenceJson({ of, name, groups }: CauseDifferences): object {
  const shown = GROUPS.filter((group) => groups[group].count > 0).map((group) => {
    const { causes, ...sums } = groups[group];
    const differ = CAUSES.map((cause, i) => [cause, causes[i]!] as const).filter(
      ([, { value }]) => value !== 0,
    );
    return [group, { ...sums, causes: Object.fromEntries(differ) }] as const;
  });
  return { of, name, groups: Object.fromEntries(shown) };
}

function byCause(values: readonly number[]): Record<string, number> {
  return Object.fromEntries(CAUSES.map((cause, i) => [cause, values[i]!]).filter(([, value]) => value !== 0));
}

/** RFC 4180, a line a class, band and cause; no shares of what took no time. */
export function explainCsv({ explanation }: Explained): string {
  const rows = explanation.classes.flatMap(({ of, name, bands }) =>
    BANDS.flatMap((band) => {
      const { count, took, causes, halves } = bands[band];
      if (count === 0) return [];
      return CAUSES.map((cause, i) => [
        ...[of, name, band, `${count}`, cause],
        ...[`${causes[i]! / count}`, took === 0 ? '' : `${causes[i]! / took}`, `${halves[i] ?? ''}`],
      ]);
    }),
  );
  return csvOf([['of', 'class', 'band', 'count', 'cause', 'mean seconds', 'share', 'half (95 %)'], ...rows]);
}
