/** First bytes of files that are no text, and what to do with each. */
const SIGNATURES: readonly (readonly [bytes: string, kind: string, mend: string])[] = [
  ["\x1f\x8b", "compressed by gzip", "unpack it first (gunzip)"],
  [
    "PK\x03\x04",
    "a zip archive or an Excel workbook (.xlsx)",
    "unpack it; a workbook's name must end in .xlsx for loadExamples to read it",
  ],
  ["\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)", "save the sheet as CSV in UTF-8"],
  ["PAR1", "Parquet", "its name must end in .parquet for loadExamples to read it"],
  ["ARROW1", "Arrow (Feather)", "write it as CSV first"],
  ["Obj\x01", "Avro", "write it as CSV first"],
  ["ORC", "ORC", "write it as CSV first"],
  ["\x89HDF", "HDF5", "write the table as CSV first"],
  ["\x93NUMPY", "a NumPy array", "write it as CSV first (numpy.savetxt)"],
  ["SQLite format 3", "an SQLite database", "write the table as CSV first"],
  ["BZh", "compressed by bzip2", "unpack it first (bunzip2)"],
  ["\xfd7zXZ", "compressed by xz", "unpack it first (unxz)"],
  ["\x28\xb5\x2f\xfd", "compressed by zstd", "unpack it first (unzstd)"],
  ["7z\xbc\xaf", "a 7-Zip archive", "unpack it first"],
  ["%PDF-", "a PDF", "take the table from its source as CSV"],
  ["\x89PNG", "a PNG picture", "loadCsv reads text"],
  ["\xff\xd8\xff", "a JPEG picture", "loadCsv reads text"],
  ["\x80\x04\x95", "a Python pickle", "write it as CSV first"],
];

/** What the first bytes of a file that is no text say, with what to do; nothing for text. */
export function fileKind(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.subarray(0, 16)).toString("latin1");
  const found = SIGNATURES.find(([signature]) => text.startsWith(signature));
  return found && `is ${found[1]}, not CSV text; ${found[2]}`;
}
