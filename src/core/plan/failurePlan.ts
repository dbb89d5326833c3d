import * as z from 'zod/mini';

const about = (description: string) => z.meta({ description });

/** A share: a number from 0 to 1, or a percentage such as "5 %". */
const share = z.union([
  z.number().check(z.gte(0), z.lte(1)),
  z.string().check(z.regex(/^\s*(100(\.0+)?|\d{1,2}(\.\d+)?)\s*%\s*$/)),
]);

export type ShareInput = z.infer<typeof share>;

/** Reads a share as a number from 0 to 1. */
export function parseShare(value: ShareInput): number {
  return typeof value === 'number' ? value : Number.parseFloat(value) / 100;
}

/** What a plan may say about failures. */
export const failureFields = {
  maxErrorRate: z.optional(
    share.check(
      about(
        'Largest share of requests that may fail, e.g. 0.05 or "5 %". Beyond it, the exit code is 1. Default: only if every request failed.',
      ),
    ),
  ),
  stopOn: z.optional(
    z
      .union([
        z.literal(false),
        z.strictObject({
          refused: z.optional(
            z
              .union([z.literal(false), z.int().check(z.positive())])
              .check(
                about(
                  'Stop if so many requests, counted from the first, were all answered with 401, 402, 403, 404 or 405. Default: 5, or as many as there are clients. false = never.',
                ),
              ),
          ),
          failures: z.optional(
            z
              .union([z.literal(false), share])
              .check(
                about(
                  'Stop if this share of the latest requests failed for any reason, e.g. "50 %". Default: if all of them failed for reasons that do not pass by themselves. false = never.',
                ),
              ),
          ),
          last: z.optional(
            z
              .int()
              .check(
                z.positive(),
                about('How many of the latest requests "failures" looks at. Default: 100.'),
              ),
          ),
        }),
      ])
      .check(about('When failures end the run early. false = never.')),
  ),
};

/** What is wrong with these fields that no field shows by itself. */
export function failureProblem(stopOn: { failures?: ShareInput | false | undefined } | false = {}): {
  path: string[];
  message: string;
} | null {
  const failures = stopOn === false ? undefined : stopOn.failures;
  if (failures === undefined || failures === false || parseShare(failures) > 0) return null;
  return {
    path: ['stopOn', 'failures'],
    message: '"stopOn.failures" must be greater than 0: a run without any failure would stop, too.',
  };
}
