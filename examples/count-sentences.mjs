// A callback of a run plan (see callbacks.yaml): did the model keep to the number of sentences asked for?
// Types of hooks and what they are given: schemas/callback.d.ts.

/**
 * @param {{ most: number }} options
 * @returns {import('../schemas/callback.d.ts').Callback}
 */
export function createCallback({ most }) {
  let answers = 0;
  let tooLong = 0;
  return {
    beforeInvoke(payload) {
      payload.temperature = 0;
    },
    afterInvoke(response) {
      if (response.error !== null) return;
      const sentences = (response.response_text ?? '').match(/[^.!?]+(?:[.!?]+|$)/g) ?? [];
      answers += 1;
      if (sentences.length > most) tooLong += 1;
    },
    afterRun(result) {
      if (answers > 0) result.contribute({ too_long_rate: tooLong / answers });
    },
  };
}
