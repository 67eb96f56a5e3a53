/** A customer's site whose page a trial breaks, with a line to the service that it can cut. */
import type { StoredResponse } from 'otklik/protocol';

import { carefulPage } from '../../engines/stage.ts';
import { createFaultProxy, cutLine } from '../../support/fault-proxy.ts';
import { createHostSite } from '../../support/host-site.ts';
import type { HostSite } from '../../support/host-site.ts';
import { createTestService } from '../../support/service.ts';
import { publishFile, shortSurvey } from '../../support/surveys.ts';
import { offlineMint } from '../../support/tokens.ts';
import { pageScript } from './page-script.ts';

export interface Stage {
  /** Of a page of its own, where each survey is another person's. */
  page(name: string, script?: string | ((project: string) => string)): Promise<Place>;
  stored(): Promise<readonly StoredResponse[]>;
  close(): Promise<void>;
}

export interface Place {
  readonly url: string;
  readonly site: HostSite;
  readonly service: string;
  /** A token for the next person. */
  token(): Promise<string>;
  cut(): void;
  mend(): void;
}

export async function createStage(): Promise<Stage> {
  const service = await createTestService();
  await service.start();
  await publishFile(service.client, shortSurvey);
  const mint = await offlineMint(service.client);
  const { id: project } = await service.client.getProject();
  const closing: (() => Promise<void>)[] = [() => service.remove()];
  const origins: string[] = [];
  return {
    async page(name, script) {
      const site = await createHostSite();
      const line = await createFaultProxy(service.origin);
      closing.unshift(
        () => site.close(),
        () => line.close(),
      );
      origins.push(site.origin);
      await service.client.changeProject({ origins });
      const url = carefulPage(site, mint, {
        service: line.origin,
        script: typeof script === 'function' ? script(project) : pageScript(project, script),
      });
      let person = 0;
      const token = (): Promise<string> => {
        person += 1;
        return mint({ survey: 'srv_short', respondent: `${name} ${person}` });
      };
      site.token('/survey-token', token);
      return {
        url,
        site,
        service: line.origin,
        token,
        cut: () => line.fault('/v1/responses', cutLine),
        mend: () => line.heal(),
      };
    },
    async stored() {
      const responses: StoredResponse[] = [];
      for await (const response of service.client.listResponses.all({})) responses.push(response);
      return responses;
    },
    async close() {
      for (const close of closing) await close();
    },
  };
}
