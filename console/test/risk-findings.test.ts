import { describe, expect, test } from 'vitest';
import { findings } from '../src/parts/about/risk-findings';

describe('why the risk is what it is', () => {
  test.each([
    ['self_harm (high): “cutting again”, rule en.cutting', { category: 'self_harm', level: 'high', phrase: 'cutting again' }],
    ['suicidal_ideation (critical): “no reason to go on”, prototype suicide.440', { category: 'suicidal_ideation', level: 'critical', phrase: 'no reason to go on' }],
    ['domestic_violence: “he will kill me”', { category: 'domestic_violence', level: null, phrase: 'he will kill me' }],
    ['immediate_crisis', { category: 'immediate_crisis', level: null, phrase: null }],
    ['self_harm (low): “he said “no”, and I cut”, rule en.cutting', { category: 'self_harm', level: 'low', phrase: 'he said “no”, and I cut' }],
    ['suicidal_ideation (high): “one line\nand another”, rule en.two', { category: 'suicidal_ideation', level: 'high', phrase: 'one line\nand another' }],
    ['judged by a person: she told me', { person: 'she told me' }],
    ['judged by a person', { person: '' }],
  ])('%s', (reason, found) => {
    expect(findings([reason])).toEqual([found]);
  });

  test('no name that rules and examples have among themselves is left', () => {
    const said = JSON.stringify(findings(['self_harm (high): “cutting”, rule en.cutting', 'suicidal_ideation (high): “end it”, prototype suicide.214']));
    expect(said).not.toMatch(/rule|prototype|suicide\.|en\./);
  });

  test('a phrase that two readers found is said once, as its gravest', () => {
    const found = findings(['suicidal_ideation (medium): “End it”, rule en.end', 'suicidal_ideation (high): “end it”, prototype suicide.1', 'self_harm (low): “end it”, rule en.x']);
    expect(found.map((one) => ('person' in one ? null : [one.category, one.level]))).toEqual([['suicidal_ideation', 'high'], ['self_harm', 'low']]);
  });
});
