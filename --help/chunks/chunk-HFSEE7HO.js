// src/compiler/check/spec-error.ts
var SpecError = class extends Error {
  name = "SpecError";
  diagnostics;
  constructor(diagnostics) {
    super(diagnostics.find((d) => d.severity === "error")?.message ?? "the spec has errors");
    this.diagnostics = diagnostics;
  }
};

// src/runtime/output/errors.ts
var OutputError = class extends Error {
  name = "OutputError";
  /** The way out. */
  help;
  constructor(message, help, options) {
    super(message, options);
    this.help = help;
  }
};
var CheckpointError = class extends Error {
  name = "CheckpointError";
  /** The way out. */
  help;
  constructor(message, help, options) {
    super(message, options);
    this.help = help;
  }
};

// src/runtime/output/atomic.ts
import { closeSync, fsyncSync, lstatSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join, parse } from "node:path";
function writeFile(path, content) {
  replace(path, (temporary) => writeDurably(temporary, content));
}
function writeFolder(path, files) {
  replace(path, (temporary) => {
    mkdirSync(temporary);
    for (const [name, content] of files) writeDurably(join(temporary, name), content);
    flushFolder(temporary);
    rmSync(path, { recursive: true, force: true });
  });
}
function makeFolder(path) {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (cause) {
    if (!isFolder(path)) throw cause;
  }
}
function isFolder(path) {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
var TEMPORARY_MARK = ".partial-";
function replace(path, write) {
  const folder = dirname(path);
  const temporary = join(folder, `.${parse(path).base}${TEMPORARY_MARK}${process.pid}`);
  try {
    makeFolder(folder);
    rmSync(temporary, { recursive: true, force: true });
    write(temporary);
    renameSync(temporary, path);
    flushFolder(folder);
  } catch (cause) {
    removeQuietly(temporary);
    throw outputError(path, cause);
  }
}
function writeDurably(path, content) {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  const file = openSync(path, "wx");
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
function flushFolder(path) {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
function removeQuietly(path) {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
  }
}
var NOT_A_FOLDER = { why: "a part of the path is a file, not a folder", help: "choose another path" };
var REASONS = {
  ENOSPC: { why: "the disk is full", help: "free some space or write elsewhere" },
  EDQUOT: { why: "the disk quota is used up", help: "free some space or write elsewhere" },
  EFBIG: { why: "the file would be larger than is allowed here", help: "raise the limit (ulimit -f) or write elsewhere" },
  EACCES: { why: "this user may not write there", help: "change the permissions of the folder or write elsewhere" },
  EPERM: { why: "the system does not allow to write there", help: "change the permissions of the folder or write elsewhere" },
  EROFS: { why: "the file system is read-only", help: "write elsewhere" },
  ENOTDIR: NOT_A_FOLDER,
  EEXIST: NOT_A_FOLDER,
  EISDIR: { why: "there is a folder of that name", help: "choose another path, or remove the folder" },
  ENOENT: { why: "a folder of the path does not exist and cannot be made", help: "choose another path" },
  ENAMETOOLONG: { why: "the name is too long", help: "choose a shorter one" },
  EMFILE: { why: "too many files are open", help: "raise the limit (ulimit -n)" },
  EIO: { why: "the disk reports an error", help: "check the disk, or write elsewhere" }
};
function outputError(path, cause) {
  const { code, message } = cause;
  if (cause instanceof OutputError || code === void 0) return cause;
  const reason = REASONS[code] ?? { why: message, help: "choose another path" };
  const culprit = reason === NOT_A_FOLDER ? fileAbove(path) : void 0;
  const why = culprit === void 0 ? reason.why : `${culprit} is a file, not a folder`;
  return new OutputError(`cannot write ${path}: ${why}`, reason.help, { cause });
}
function fileAbove(path) {
  for (let above = dirname(path); above !== dirname(above); above = dirname(above)) {
    try {
      return lstatSync(above).isDirectory() ? void 0 : above;
    } catch {
    }
  }
  return void 0;
}

export {
  SpecError,
  OutputError,
  CheckpointError,
  writeFile,
  writeFolder,
  makeFolder,
  TEMPORARY_MARK,
  outputError
};
