/**
 * Folders that hold installed dependencies, build output or tool state. Not source, whoever wrote them; they are left
 * out silently, like the version control system would.
 */
const IGNORED_FOLDERS = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  'bower_components',
  '.venv',
  'venv',
  '__pycache__',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.tox',
  '.nox',
  '.next',
  '.nuxt',
  '.turbo',
  '.cache',
  '.gradle',
  '.terraform',
  '.tools',
  'dist-types',
  'coverage',
  'htmlcov',
]);

/** Extensions of files that are never text worth judging. */
const BINARY_EXTENSIONS = new Set(
  (
    '7z a avi bin bmp bz2 class dll dmg doc docx dylib ear eot exe flac gif gz heic ico ico icns jar jpeg jpg lz4 ' +
    'mov mp3 mp4 mpg o ogg onnx otf parquet pdf png ppt pptx pt pth pyc pyd pyo rar safetensors so sqlite sqlite3 ' +
    'tar tgz tif tiff ttf wasm wav webm webp whl woff woff2 xls xlsx xz zip zst'
  ).split(' '),
);

export function isIgnoredFolder(name: string): boolean {
  return IGNORED_FOLDERS.has(name);
}

export function isTextCandidate(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return (
    dot <= 0 ||
    !BINARY_EXTENSIONS.has(name.slice(dot + 1).toLocaleLowerCase('en-US'))
  );
}
