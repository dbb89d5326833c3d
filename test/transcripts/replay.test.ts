import assert from 'node:assert/strict';
import { Player } from '../unit/endpoints/support/replay.ts';
import { comparable } from './comparable.ts';
import { secretsOf, transcripts } from './transcript.ts';

describe('recorded answers', () => {
  for (const { name, about, endpoint, reads, bytes, response, trace } of transcripts()) {
    it(`${name}: ${about}`, async () => {
      const player = await Player.for(endpoint, secretsOf(endpoint));
      let end = 0;
      const recording = reads.map((length, i) => {
        end += length;
        return { bytes: bytes.subarray(end - length, end), at: (i + 1) * 10 };
      });
      assert.equal(end, bytes.length);
      assert.deepEqual(comparable(player.play(recording)), { response, trace });
    });
  }
});
