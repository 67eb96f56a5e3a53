import { test as base } from '../support/shared-service.ts';
import { startEngine } from './engines.ts';
import type { ColourScheme, Engine, EngineName } from './engines.ts';
import type { Visitor } from './visitor.ts';

interface Visit {
  readonly windowSize: { readonly width: number; readonly height: number };
  /** A person at a browser of the project's engine, who has not been anywhere yet. */
  readonly visitor: Visitor;
}

interface Device {
  readonly deviceScheme: ColourScheme;
  /** A sentence where the engine is not to be had. */
  readonly engine: Engine | string;
}

/** The project's name is the engine's. */
export const test = base.extend<Visit, Device>({
  deviceScheme: ['light', { option: true, scope: 'worker' }],
  engine: [
    async ({ deviceScheme, playwright, launchOptions }, use, { project }) => {
      const name = project.name as EngineName;
      const engine = await startEngine(name, deviceScheme, playwright, launchOptions);
      await use(engine);
      if (typeof engine !== 'string') await engine.stop();
    },
    { scope: 'worker' },
  ],
  windowSize: [{ width: 880, height: 720 }, { option: true }],
  visitor: async ({ engine, windowSize }, use, testInfo) => {
    if (typeof engine === 'string') {
      // Where every change is judged, an engine that was not tried is not an engine that works.
      if (process.env['CI'] === 'true') throw new Error(engine);
      testInfo.skip(true, engine);
      return;
    }
    const visitor = await engine.visit(windowSize);
    await use(visitor);
    await visitor.leave();
  },
});

export { expect } from '@playwright/test';
