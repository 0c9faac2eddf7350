import Foundation

extension ExperimentReader {
  /// The references by their names, of which none may be that of a feature set.
  func references(
    _ value: YAMLValue, features: [String], folder: String
  ) throws -> [Experiment.Reference] {
    let entries = try value.entries("a mapping from names to files")
    try Self.requireUnique(entries, kind: "reference")
    let taken = Set(features.map { $0.lowercased() })
    return try entries.map { name, value in
      if taken.contains(name.lowercased()) { throw value.error(.nameOfFeatureSet(name)) }
      return try reference(value, name: name, folder: folder)
    }
  }

  private func reference(_ value: YAMLValue, name: String, folder: String) throws -> Experiment.Reference {
    let rows = try feature(value, name: name, of: "the reference", keys: MappingForm.reference.names)
    let names = try value.isMapping ? value.options(of: name, keys: MappingForm.reference.names)["names"] : nil
    return Experiment.Reference(rows, names: try names.map { try self.names($0, folder: folder) })
  }

  /// A file of one name a line, a column as `file:column`, or a mapping as captions have it.
  private func names(_ value: YAMLValue, folder: String) throws -> FileColumn {
    if value.isMapping { return try textColumn(value, of: "names") }
    let file = FileSpecification(try value.text("a path or a mapping"), in: folder)
    return FileColumn(path: file.path, column: file.part)
  }
}
