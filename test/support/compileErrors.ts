// What the compiler says of files, with the options of the project.
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const config = fileURLToPath(new URL('../../tsconfig.json', import.meta.url));

export interface CompileError {
  readonly file: string;
  readonly message: string;
}

/** The errors in these files. In an example a name may be there only to be shown. */
export function compileErrors(files: readonly string[]): readonly CompileError[] {
  const parsed = ts.getParsedCommandLineOfConfigFile(
    config,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  const options = { ...parsed!.options, incremental: false, noUnusedLocals: false, noUnusedParameters: false };
  const { tsBuildInfoFile: _, ...rest } = options;
  const program = ts.createProgram(files, rest);
  const diagnostics = files.flatMap((file) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  return diagnostics.map(({ file, messageText }) => ({
    file: file!.fileName,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
}

function fail({ messageText }: ts.Diagnostic): never {
  throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
}
