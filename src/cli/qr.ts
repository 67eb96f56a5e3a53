import type { Command } from 'commander';

import { qrCode } from '../backend/index.ts';

import type { World } from './world.ts';

export function addQr(program: Command, world: World): void {
  program
    .command('qr')
    .description('draw a link as a QR code, an SVG on standard output')
    .argument('<link>', 'as "otklik invitations create" prints it')
    .option('--title <words>', 'what a screen reader says', 'QR code')
    .addHelpText(
      'after',
      `
Example:
  $ otklik qr https://surveys.example.com/s/CODE > receipt.svg`,
    )
    .action((link: string, { title }: { readonly title: string }) => {
      world.stdout.write(qrCode(link, { title }));
    });
}
