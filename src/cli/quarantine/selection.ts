/** Which payloads a command is about: by id, or all that fit. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';

import type { OtklikClient } from '../../backend/index.ts';
import { QuarantineReason } from '../../protocol/index.ts';
import type { QuarantinedResponse, QuarantineState } from '../../protocol/index.ts';

export interface Filter {
  readonly survey?: string;
  readonly reason?: QuarantineReason;
  readonly state?: QuarantineState;
  readonly since?: string;
}

export function withFilter(command: Command): Command {
  return command
    .option('--survey <id>', 'only those of this survey')
    .addOption(
      new Option('--reason <reason>', 'only those that were kept because of it').choices(
        QuarantineReason.options,
      ),
    )
    .option('--since <time>', 'only those kept since: a date, or days such as 7d', sinceTime);
}

export async function* selected(
  client: OtklikClient,
  { survey, reason, state, since }: Filter,
): AsyncGenerator<QuarantinedResponse> {
  yield* client.listQuarantine.all({ survey, reason, state, since, limit: 500 });
}

const DAY_MS = 24 * 60 * 60 * 1000;

function sinceTime(value: string): string {
  const days = /^(\d{1,4})d$/.exec(value)?.[1];
  const time = days === undefined ? Date.parse(value) : Date.now() - Number(days) * DAY_MS;
  if (Number.isNaN(time)) throw new InvalidArgumentError('It is a time such as 2027-01-31 or 7d.');
  return new Date(time).toISOString();
}
