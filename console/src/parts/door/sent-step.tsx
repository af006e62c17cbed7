import type { Door } from '../../door/door';
import { strings } from '../../strings';
import { ArrivalHeading } from './card';

const words = strings.sentLink;

/** A link was mailed: the way in goes on in the mail. */
export function SentStep({ door, what }: { door: Door; what: 'link' | 'reset' }) {
  return (
    <>
      <ArrivalHeading>{words.heading}</ArrivalHeading>
      <p class="sign-in__words" data-testid="sent">{words[what](door.email.value.trim())}</p>
      <p class="sign-in__words quiet">{words.nothing}</p>
      <div class="sign-in__more">
        <button type="button" class="link" data-testid="back-to-sign-in" onClick={() => door.back()}>{strings.signIn.back}</button>
      </div>
    </>
  );
}
