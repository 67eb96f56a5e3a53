import type { Command } from 'commander';

import { addQuarantineDiscard } from './quarantine/discard.ts';
import { addQuarantineList } from './quarantine/list.ts';
import { addQuarantineRepair } from './quarantine/repair.ts';
import { addQuarantineShow } from './quarantine/show.ts';
import type { World } from './world.ts';

export function addQuarantine(program: Command, world: World): void {
  const quarantine = program
    .command('quarantine')
    .description('answers that could not be stored as they came: look, repair, discard');
  addQuarantineList(quarantine, world);
  addQuarantineShow(quarantine, world);
  addQuarantineRepair(quarantine, world);
  addQuarantineDiscard(quarantine, world);
}
