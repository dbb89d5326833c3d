import type { Frame, UserAnswer } from '../host/questions/answers.ts';
import { choose } from '../host/questions/quickInput.ts';

/** Regions that have offered models for a long time. Any other can be typed. */
const regions = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-central-1',
  'eu-north-1',
  'eu-south-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'us-gov-east-1',
  'us-gov-west-1',
];

const regionName = /^[a-z]{2}(-[a-z]+)+-\d+$/;

/** Asks for an AWS region. `usual` is the default region of the user's AWS tools. */
export function chooseRegion(
  frame: Frame,
  usual: string | null,
  present: string | null,
): Promise<UserAnswer<string>> {
  const first =
    usual === null ? [] : [{ label: usual, description: 'default of your AWS tools', value: usual }];
  return choose<string>(frame, {
    placeholder: 'In which AWS region? Pick one or type its name',
    choices: [
      ...first,
      ...regions.filter(region => region !== usual).map(region => ({ label: region, value: region })),
    ],
    present,
    typed: text => (regionName.test(text) ? { label: text, description: 'as typed', value: text } : null),
  });
}
