/** pdf.js ships no types for its parser, which is only handed on. */
declare module "pdfjs-dist/legacy/build/pdf.worker.mjs";
