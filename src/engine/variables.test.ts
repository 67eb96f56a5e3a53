import { describe, expect, it } from 'vitest';

import type { SurveyContent } from '../protocol/index.ts';
import { collectVariables } from './index.ts';

const content: SurveyContent = {
  title: { en: 'T' },
  defaultLanguage: 'en',
  variables: { segment: { type: 'string' }, born: { type: 'date' }, url: { type: 'string' } },
  screens: [{ id: 's', questions: [{ id: 'q', type: 'nps', title: { en: '?' } }] }],
  thanks: { title: { en: 'Thanks' } },
};

describe('variables', () => {
  it("keep where they came from, and a signed value wins over the page's", () => {
    const { variables, warnings } = collectVariables(content, {
      token: { segment: 'vip' },
      page: { segment: 'fake', url: 'https://given.example' },
      auto: { url: 'https://seen.example', locale: 'ru' },
    });
    expect(variables).toEqual({
      segment: { value: 'vip', source: 'token' },
      url: { value: 'https://given.example', source: 'page' },
      locale: { value: 'ru', source: 'auto' },
    });
    expect(warnings).toEqual([]);
  });

  it('are dropped and reported when the survey does not declare them', () => {
    const { variables, warnings } = collectVariables(content, { page: { secret: 'x' } });
    expect(variables).toEqual({});
    expect(warnings).toMatchObject([{ pointer: '/page/secret', code: 'variable_undeclared' }]);
  });

  it('are dropped and reported when they are of another type', () => {
    const { variables, warnings } = collectVariables(content, {
      token: { segment: 7, born: '2026-02-30' },
    });
    expect(variables).toEqual({});
    expect(warnings.map(({ pointer }) => pointer)).toEqual(['/token/segment', '/token/born']);
  });
});
