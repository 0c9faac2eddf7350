/// Files of other programs, which are taken for neither text nor arrays.
package enum ForeignFile {
  private static let kinds: [String: String] = [
    "mat": "a file of MATLAB", "xlsx": "an Excel workbook", "xls": "an Excel workbook", "ods": "a spreadsheet",
    "parquet": "a Parquet file", "feather": "an Arrow file", "arrow": "an Arrow file", "pkl": "a pickle of Python",
    "pickle": "a pickle of Python", "joblib": "a pickle of Python", "pt": "a file of PyTorch",
    "pth": "a file of PyTorch",
    "h5": "an HDF5 file", "hdf5": "an HDF5 file", "rds": "a file of R", "rdata": "a file of R", "sav": "a file of SPSS",
    "dta": "a file of Stata", "sas7bdat": "a file of SAS", "zip": "a ZIP archive", "gz": "a compressed file",
    "jsonl": "a file of JSON lines", "ndjson": "a file of JSON lines",
  ]

  /// The first bytes of such files where a name does not tell.
  private static let marks: [(bytes: [UInt8], kind: String)] = [
    (Array("MATLAB 5.0 MAT-file".utf8), "a file of MATLAB"), (Array("PAR1".utf8), "a Parquet file"),
    (Array("ARROW1".utf8), "an Arrow file"), ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"),
    ([0x50, 0x4b, 0x03, 0x04], "a ZIP archive, as Excel workbooks are"),
    ([0xd0, 0xcf, 0x11, 0xe0], "an Excel workbook"),
    ([0x1f, 0x8b], "a compressed file"), ([0x80, 0x02], "a pickle of Python"), ([0x80, 0x03], "a pickle of Python"),
    ([0x80, 0x04], "a pickle of Python"), ([0x80, 0x05], "a pickle of Python"),
  ]

  /// The kind that an extension names, such as `an Excel workbook`; nil for others.
  package static func kind(ofExtension suffix: String) -> String? { kinds[suffix] }

  /// The kind of a file by its extension or its first bytes; nil for what may be text.
  static func kind(of file: FileBytes, extension suffix: String) -> String? {
    kinds[suffix] ?? marks.first { file.starts(with: $0.bytes) }?.kind
  }
}
