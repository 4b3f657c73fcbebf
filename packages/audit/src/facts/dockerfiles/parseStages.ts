import type {
  Arg,
  Copy,
  Env,
  From,
  Healthcheck,
  Instruction,
} from 'dockerfile-ast';
import {
  ContainerCommand,
  execCommand,
  shellCommand,
} from '../deployables/command';
import { parseImage } from '../deployables/image';
import { DockerRun, DockerStage, DockerVariable } from './schema';

interface JsonInstruction extends Instruction {
  getOpeningBracket(): unknown;
  getClosingBracket(): unknown;
  getJSONStrings(): { getJSONValue(): string }[];
}

interface FlaggedInstruction extends Instruction {
  getFlags(): { toString(): string }[];
}

/** Stages of one Dockerfile. */
export function parseStages(
  path: string,
  text: string,
  instructions: readonly Instruction[],
): DockerStage[] {
  const lines = text.split('\n');
  const stages: DockerStage[] = [];
  const globals = new Map<string, string>();
  for (const instruction of instructions) {
    const keyword = instruction.getKeyword();
    const line = instruction.getRange().start.line + 1;
    const endLine = instruction.getRange().end.line + 1;
    const stage = stages.at(-1);
    if (keyword === 'FROM') {
      addStage(stages, instruction as From, globals, line, endLine);
      continue;
    }
    if (keyword === 'ARG') {
      const [variable] = variablesOf(instruction as Arg & Instruction);
      if (variable && !stage && variable.value !== undefined) {
        globals.set(variable.name, variable.value);
      }
      if (variable && stage) {
        stage.args.push({
          ...variable,
          value: variable.value ?? globals.get(variable.name),
        });
      }
      continue;
    }
    if (!stage) {
      continue;
    }
    stage.endLine = Math.max(stage.endLine, endLine);
    readInstruction(stage, keyword, instruction, {
      path,
      lines,
      line,
      endLine,
    });
  }
  return stages;
}

function addStage(
  stages: DockerStage[],
  from: From,
  globals: ReadonlyMap<string, string>,
  line: number,
  endLine: number,
): void {
  const raw = from.getImage() ?? '';
  const base = parseImage(raw, name => globals.get(name));
  const wanted = base.resolved.toLocaleLowerCase('en-US');
  const baseStage = stages.findIndex(stage => stage.name === wanted);
  stages.push({
    name: from.getBuildStage()?.toLocaleLowerCase('en-US') ?? undefined,
    line,
    endLine,
    base,
    baseStage: baseStage < 0 ? undefined : baseStage,
    env: [],
    args: [],
    copies: [],
    runs: [],
    exposes: [],
  });
}

interface Position {
  path: string;
  lines: readonly string[];
  line: number;
  endLine: number;
}

function readInstruction(
  stage: DockerStage,
  keyword: string,
  instruction: Instruction,
  position: Position,
): void {
  const { line, endLine } = position;
  const words = () =>
    instruction.getArguments().map(argument => argument.getValue());
  switch (keyword) {
    case 'USER':
      stage.user = {
        value: resolve(stage, instruction.getArgumentsContent() ?? ''),
        line,
      };
      break;
    case 'CMD':
      stage.cmd = commandOf(instruction as JsonInstruction, position);
      break;
    case 'ENTRYPOINT':
      stage.entrypoint = commandOf(instruction as JsonInstruction, position);
      // The command set before belonged to the other entry point only when it came from below; one of this stage stays.
      break;
    case 'HEALTHCHECK':
      stage.healthcheck = healthcheckOf(instruction as Healthcheck, position);
      break;
    case 'ENV':
      stage.env.push(...variablesOf(instruction as Env & Instruction));
      break;
    case 'WORKDIR':
      stage.workdir = words()[0];
      break;
    case 'EXPOSE':
      stage.exposes.push(...words());
      break;
    case 'COPY':
    case 'ADD': {
      const copy = instruction as Copy & JsonInstruction;
      const paths = copy.getOpeningBracket()
        ? copy.getJSONStrings().map(item => item.getJSONValue())
        : words();
      stage.copies.push({
        instruction: keyword,
        from:
          keyword === 'COPY'
            ? copy
                .getFlags()
                .find(flag => flag.getName() === 'from')
                ?.getValue() ?? undefined
            : undefined,
        sources: paths.slice(0, -1),
        target: paths.at(-1) ?? '',
        line,
        endLine,
      });
      break;
    }
    case 'RUN':
      stage.runs.push(runOf(instruction as FlaggedInstruction, position));
      break;
    default:
  }
}

function resolve(stage: DockerStage, text: string): string {
  const variables = [...stage.args, ...stage.env];
  return parseImageText(text, variables);
}

function parseImageText(
  text: string,
  variables: readonly DockerVariable[],
): string {
  const values = new Map(variables.map(({ name, value }) => [name, value]));
  return parseImage(text, name => values.get(name)).resolved.trim();
}

function variablesOf(
  instruction: Instruction & {
    getProperties?(): {
      getName(): string;
      getValue(): string | null;
      getRange(): { start: { line: number } };
    }[];
    getProperty?(): {
      getName(): string;
      getValue(): string | null;
      getRange(): { start: { line: number } };
    } | null;
  },
): DockerVariable[] {
  const single = instruction.getProperty?.();
  const properties = instruction.getProperties?.() ?? (single ? [single] : []);
  return properties.map(property => ({
    name: property.getName(),
    value: property.getValue() ?? undefined,
    line: property.getRange().start.line + 1,
  }));
}

function commandOf(
  instruction: JsonInstruction,
  { path, line, endLine }: Position,
): ContainerCommand | undefined {
  if (instruction.getOpeningBracket() && instruction.getClosingBracket()) {
    const words = instruction.getJSONStrings().map(item => item.getJSONValue());
    return words.length > 0
      ? execCommand(words, path, line, endLine)
      : undefined;
  }
  return shellCommand(
    instruction.getRawArgumentsContent() ?? '',
    path,
    line,
    endLine,
  );
}

function healthcheckOf(
  instruction: Healthcheck,
  position: Position,
): DockerStage['healthcheck'] {
  const { path, line, endLine } = position;
  const flags = instruction.getFlags().map(flag => flag.toString());
  const [kind, ...rest] = instruction
    .getArguments()
    .map(argument => argument.getValue());
  const none = kind?.toLocaleUpperCase('en-US') === 'NONE';
  if (none || kind === undefined) {
    return { line, endLine, none, flags };
  }
  const text = rest.join(' ').trim();
  return {
    line,
    endLine,
    none,
    flags,
    test: text.startsWith('[')
      ? execCommand(jsonWords(text), path, line, endLine)
      : shellCommand(text, path, line, endLine),
  };
}

function jsonWords(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [];
  }
}

/** The text that the shell gets, line for line as in the file; comment lines inside become empty continuations. */
function runOf(instruction: FlaggedInstruction, position: Position): DockerRun {
  const { lines, line, endLine } = position;
  const flags = instruction.getFlags().map(flag => flag.toString());
  const own = lines.slice(line - 1, endLine);
  own[0] = own[0].replace(/^\s*RUN\b/i, '   ');
  const heredoc = /<<-?\s*["']?([A-Za-z_][\w.]*)["']?\s*$/.exec(own[0]);
  if (
    heredoc &&
    own[0]
      .trim()
      .replace(/(?<!\S)--\S+\s+/g, '')
      .startsWith('<<')
  ) {
    const end = own.findIndex(
      (text, index) => index > 0 && text.trim() === heredoc[1],
    );
    return {
      text: own.slice(1, end < 0 ? undefined : end).join('\n'),
      line,
      textLine: line + 1,
      endLine,
      flags,
    };
  }
  const text = own
    .map((content, index) =>
      index > 0 && /^\s*(?:#|$)/.test(content) ? '\\' : content,
    )
    .join('\n');
  return {
    text: stripFlags(text, flags.length),
    line,
    textLine: line,
    endLine,
    flags,
  };
}

function stripFlags(text: string, count: number): string {
  let rest = text;
  for (let index = 0; index < count; index++) {
    rest = rest.replace(/--[a-z][\w-]*(?:=\S*)?/, match =>
      ' '.repeat(match.length),
    );
  }
  return rest;
}
