import { strings } from '../../strings';
import type { Admin } from '../admin';
import { CollectionSection } from '../parts/collection-section';
import type { DocOf, SpecOf } from '../kinds';
import type { SectionProps } from '../sections';
import { LineFields } from './line-fields';
import { ofProgram } from './programs-of';

const words = strings.adminPages.lines;

export type Line = DocOf<'/api/admin/lines'>;
export type LineForm = Required<SpecOf<'/api/admin/lines'>>;

export const CHANNELS = Object.keys(words.channels) as Line['channel'][];

export const titleOf = (admin: Admin, line: Line): string => (line.channel === 'webchat' ? words.webchat(admin.programName(line.programId)) : line.number);

export function Lines({ admin, rest }: SectionProps) {
  const collection = admin.collection('/api/admin/lines');
  return (
    <CollectionSection<Line, LineForm> admin={admin} rest={rest} section="lines" collection={collection} words={words}
      blank={() => ({ channel: 'twilio', number: '', programId: '', account: '', standsFor: null, origins: [], perSecond: null, segmentPrice: null })}
      row={(line) => ({
        title: titleOf(admin, line),
        marks: line.standsFor === null ? [] : [words.backup],
        facts: [words.channels[line.channel], line.channel === 'webchat' ? '' : words.opens(admin.programName(line.programId)), line.account],
        also: line.standsFor ?? '',
      })}
      filters={[
        {
          name: 'channel', label: words.channel, every: words.everyChannel, test: (line, channel) => line.channel === channel,
          options: CHANNELS.map((value) => ({ value, label: words.channels[value] })),
        },
        ofProgram(admin, (line) => [line.programId]),
      ]}
      // A web chat has no number of its own: it is called as its program is.
      source={() => ({ create: (whole, key) => collection.create(whole.channel === 'webchat' ? { ...whole, number: whole.programId } : whole, key) })}
      Fields={LineFields} />
  );
}
