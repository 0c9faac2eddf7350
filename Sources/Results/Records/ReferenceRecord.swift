/// The record in `run.json` of named rows that are no items.
package struct ReferenceRecord: Codable, Sendable, Equatable {
  package var file: String
  /// The file of the names; nil where they are those of ``file`` or the positions of the rows.
  package var namesFile: String?
  /// The rows that are read, without those that were dropped.
  package var rows: Int
  package var dimensions: Int
  /// The number of different names.
  package var distinctNames: Int
  /// The SHA-256 of rows and names, in hexadecimal digits.
  package var digest: String
  /// The audit of the rows in the file, as of a feature set.
  package var audit: JSONValue

  package init(
    file: String, namesFile: String?, rows: Int, dimensions: Int, distinctNames: Int, digest: String, audit: JSONValue
  ) {
    self.file = file
    self.namesFile = namesFile
    self.rows = rows
    self.dimensions = dimensions
    self.distinctNames = distinctNames
    self.digest = digest
    self.audit = audit
  }
}
