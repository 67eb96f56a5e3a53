/** The command line as a whole: what it understands, and how each run ends. */
import { Command, CommanderError } from 'commander';

import { OtklikError } from '../backend/index.ts';
import { packageVersion } from '../service/package-version.ts';

import { connectionOf } from './connection.ts';
import { addAssociate } from './associate.ts';
import { addDoctor } from './doctor.ts';
import { explain, Failure } from './failure.ts';
import type { ExitCode } from './failure.ts';
import { addEvents } from './events.ts';
import { addInvitations } from './invitations.ts';
import { addKeys } from './keys.ts';
import { addMigrate } from './migrate.ts';
import { addQr } from './qr.ts';
import { addQuarantine } from './quarantine.ts';
import { addServe } from './serve.ts';
import { addSimulate } from './simulate.ts';
import { faultLine } from './document-file.ts';
import { addSurveys } from './surveys.ts';
import { painted, printable, printableLines, terminalOf } from './terminal.ts';
import { addToken } from './token.ts';
import { realWorld } from './world.ts';
import type { World } from './world.ts';

/** Runs one command and tells its exit code. */
export async function run(args: readonly string[], world: World = realWorld): Promise<ExitCode> {
  const program = programOf(world);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has already said what it has to say.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return report(error, args.includes('--json'), connectionOf(program, world).url, world);
  }
}

function programOf(world: World): Command {
  const program = new Command('otklik')
    .description(
      'Surveys inside your site and app: run the service, publish surveys, try them out.',
    )
    .version(packageVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .option('--url <url>', 'where the service is (default: OTKLIK_URL, else http://localhost:8787)')
    .option('--json', 'print JSON, for machines')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void world.stdout.write(text),
      writeErr: (text) => void world.stderr.write(text),
    })
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
    .addHelpText('after', HELP);
  for (const add of COMMANDS) add(program, world);
  return program;
}

const COMMANDS = [
  addServe,
  addMigrate,
  addKeys,
  addSurveys,
  addToken,
  addEvents,
  addInvitations,
  addQr,
  addAssociate,
  addQuarantine,
  addSimulate,
  addDoctor,
];

const HELP = `
Start here:
  $ export OTKLIK_ROOT_KEY=otk_$(openssl rand -hex 24)
  $ otklik serve                                          the service, its data in ./data
  $ otklik surveys push my-survey.json --publish          in another terminal, with the same key
  $ otklik token --survey srv_my_survey --origin http://localhost:3000

Environment:
  OTKLIK_URL            where the service is (http://localhost:8787)
  OTKLIK_API_KEY        the key to call it with; OTKLIK_ROOT_KEY when this is not set
  OTKLIK_ROOT_KEY       serve: a key of your choice, otk_ and 20 characters or more, that may do everything
  OTKLIK_PORT           serve: the port to listen on (8787)
  OTKLIK_DATA_DIR       serve, migrate: the folder of the embedded database (./data)
  OTKLIK_DATABASE_URL   serve, migrate: postgres://…, to use PostgreSQL instead
  OTKLIK_ORIGINS        serve: sites that may show surveys, with commas: https://shop.example.com,…
  OTKLIK_PUBLIC_URL     serve: the address under which browsers reach the service
  OTKLIK_IOS_APPS       serve: iOS apps that its links open: TEAM.bundle,…
  OTKLIK_ANDROID_APPS   serve: Android apps that its links open: package=SHA-256 fingerprint,…
  OTKLIK_LOG_LEVEL      serve: debug, info, warn, error or silent (info)
  NO_COLOR              no colours; there are none outside of a terminal anyway

Keys are taken from the environment only: an argument would show in the list of processes.

Exit codes: 0 done, 1 refused or failed, 2 not understood.`;

function report(error: unknown, asJson: boolean, url: string, world: World): ExitCode {
  const terminal = terminalOf({ ...world, stdout: world.stderr });
  const faults = error instanceof Failure ? error.faults : [];
  const message = explain(error, url);
  if (asJson) {
    const code = error instanceof Failure || error instanceof OtklikError ? error.code : 'internal';
    const errors = error instanceof OtklikError ? error.errors : faults;
    terminal.json({ error: { code, message, errors } });
  } else {
    for (const fault of faults) terminal.say(printable(faultLine(fault)));
    terminal.say(`${painted('red', 'error:', world.stderr, world.env)} ${printableLines(message)}`);
  }
  return error instanceof Failure ? error.exitCode : 1;
}
