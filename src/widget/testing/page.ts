/** A page of a customer, in a real browser, with a service that a test can take down. */
import { vi } from 'vitest';

import type { SessionRequest } from '../../protocol/session.ts';
import type { SurveyContent } from '../../protocol/survey.ts';
import type { OtklikSurvey } from '../otklik-survey.ts';
import { register } from '../registration.ts';
import { ModelFileService } from './file-service.ts';
import { CONTENT, session, token } from './samples.ts';
import { ModelService } from './service.ts';

register();

export interface Page {
  readonly service: ModelService;
  readonly files: ModelFileService;
  readonly sessions: SessionRequest[];
  /** Whether the network to the service is down. */
  isDown: boolean;
  /** Answers a session in place of the service. */
  refuse: (() => Response | Promise<Response>) | undefined;
  content: SurveyContent;
  readonly endpoint: string;
  readonly project: string;
  /** What the page was told, such as `delivery sent`. */
  readonly told: string[];
  add(attributes?: Readonly<Record<string, string>>): OtklikSurvey;
  /** As after a reload: new elements, the same device. */
  reload(attributes?: Readonly<Record<string, string>>): OtklikSurvey;
  leave(): void;
}

const EVENTS = ['shown', 'answered', 'completed', 'dismissed', 'delivery', 'token-needed', 'error'];

/** Every page has a project, and with it a database and a courier, of its own. */
export function openPage(): Page {
  const id = crypto.randomUUID().slice(0, 8);
  const leaving = new AbortController();
  const page: Page = {
    service: new ModelService(),
    files: new ModelFileService(),
    sessions: [],
    isDown: false,
    refuse: undefined,
    content: CONTENT,
    endpoint: `https://${id}.surveys.test`,
    project: `prj_${id}`,
    told: [],
    add: (attributes = {}) => {
      const element = document.createElement('otklik-survey');
      const all = {
        survey: 'srv_delivery',
        endpoint: page.endpoint,
        display: 'inline',
        ...attributes,
      };
      for (const [name, value] of Object.entries(all)) element.setAttribute(name, value);
      element.getToken = () => token({ iss: page.project, jti: crypto.randomUUID() });
      document.body.append(element);
      return element;
    },
    reload: (attributes) => {
      for (const element of document.querySelectorAll('otklik-survey')) element.remove();
      return page.add(attributes);
    },
    leave: () => {
      for (const element of document.querySelectorAll('otklik-survey')) element.remove();
      leaving.abort();
      vi.restoreAllMocks();
    },
  };
  const real = globalThis.fetch.bind(globalThis);
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) =>
    (url as string).startsWith(page.endpoint) ? answer(page, url as string, init) : real(url, init),
  );
  for (const name of EVENTS) {
    const tell = (event: Event): void => {
      const { delivery, code, screen } = event as Event & Record<string, string>;
      page.told.push([name, delivery ?? code ?? screen].filter(Boolean).join(' '));
    };
    document.addEventListener(`otklik-${name}`, tell, { signal: leaving.signal });
  }
  return page;
}

async function answer(page: Page, url: string, init?: RequestInit): Promise<Response> {
  if (page.isDown) throw new TypeError('Failed to fetch');
  if (url.endsWith('/v1/responses')) return page.service.fetch(url, init);
  if (url.endsWith('/v1/files')) return page.files.fetch(url, init);
  const request = JSON.parse(init?.body as string) as SessionRequest;
  page.sessions.push(request);
  if (page.refuse !== undefined) return page.refuse();
  const { responseId } = request;
  const survey = { id: 'srv_delivery', version: 1, content: page.content };
  return Response.json(
    session({ project: page.project, responseId, survey, grant: `otg_${responseId}` }),
  );
}
