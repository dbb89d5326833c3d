// Apart from cutFrames.test.ts, so that two processes share the work.
import { describeEveryCut } from './everyCut.ts';
import { isFramed } from './transcript.ts';

describeEveryCut('recorded answers in text', transcript => !isFramed(transcript));
