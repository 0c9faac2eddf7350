import Core
import Foundation

/// The content of `outputs.json`: the tables, figures and page that were made of a stored run. It is written after them
/// and removed before anything that they show changes, so that what it names is whole and belongs to the run beside it.
package struct OutputRecord: Codable, Sendable, Equatable {
  package struct File: Codable, Sendable, Equatable {
    /// The path in the run's folder.
    package var name: String
    package var bytes: Int
    /// FNV-1a, 64 bits, in hexadecimal digits.
    package var fnv1a: String
  }

  /// The version of fusebench that made them.
  package var version: String
  /// The kinds of figures that were asked for.
  package var figures: [String]
  /// In the order in which they were made.
  package var files: [File]
  /// Deviations of the figures from what was asked.
  package var notices: [Notice]
}

extension RunFolder {
  /// The results that are made of trials and can be made again: they go before the first of them changes.
  static let outputs = [
    "scores.csv", "part-weights.csv", "table.md", "table.tex", "findings.md", "findings.json", "report.html", "figures",
  ]
  static let outputsFile = "outputs.json"

  /// Says that tables, figures and page are all written.
  ///
  /// - Parameter paths: the files, as ``path(of:)`` spells them.
  package func writeOutputRecord(
    version: String, figures: [String], paths: [String], notices: [Notice]
  ) throws {
    let files = try paths.filter { $0.hasPrefix(path + "/") }.compactMap { file -> OutputRecord.File? in
      let name = String(file.dropFirst(path.count + 1))
      return try contents(of: name).map { data in
        .init(name: name, bytes: data.count, fnv1a: data.withUnsafeBytes { FNV1a.digits(of: $0) })
      }
    }
    let record = OutputRecord(version: version, figures: figures, files: files, notices: notices)
    try write(JSONFile.data(record, path: path(of: Self.outputsFile)), to: Self.outputsFile)
  }

  /// The tables, figures and page that are there, whole, as this version would make them; nil when they have to be made.
  package func currentOutputs(version: String, figures: [String]) throws -> OutputRecord? {
    try unlessDamaged {
      guard let data = try contents(of: Self.outputsFile) else { return nil }
      let record = try JSONFile.record(OutputRecord.self, in: data, path: path(of: Self.outputsFile))
      guard record.version == version, record.figures == figures else { return nil }
      let areWhole = try record.files.allSatisfy { file in
        guard let data = try contents(of: file.name), data.count == file.bytes else { return false }
        return data.withUnsafeBytes { FNV1a.digits(of: $0) } == file.fnv1a
      }
      return areWhole ? record : nil
    }
  }

  /// Says that tables, figures and page are about to be made again.
  ///
  /// - Returns: the names of those that were there.
  @discardableResult
  package func removeOutputRecord() throws -> [String] {
    let former = try unlessDamaged {
      try contents(of: Self.outputsFile).map {
        try JSONFile.record(OutputRecord.self, in: $0, path: path(of: Self.outputsFile))
      }
    }
    try remove([Self.outputsFile])
    return former?.files.map(\.name) ?? []
  }

  /// Removes what was made before and is not among what was made now.
  ///
  /// - Parameter paths: the files made now, as ``path(of:)`` spells them.
  package func remove(formerOutputs names: [String], except paths: [String]) throws {
    let kept = Set(paths)
    // A record that someone wrote by hand cannot reach anything else.
    let own = names.filter { name in Self.outputs.contains { name == $0 || name.hasPrefix($0 + "/") } }
    try remove(own.filter { !$0.contains("..") && !kept.contains(path(of: $0)) })
  }

  /// Removes the tables, the figures and the page, so that none of them can pass for one of trials yet to come.
  package func removeOutputs() throws {
    try removeOutputRecord()
    try remove(Self.outputs)
  }
}
