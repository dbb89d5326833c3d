import { describeEveryCut } from './everyCut.ts';
import { isFramed } from './transcript.ts';

describeEveryCut('recorded answers in AWS frames', isFramed);
