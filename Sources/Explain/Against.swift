import Datasets
import Experiments
import Foundation
import Gate

/// The other side of an explanation: numbers, or clusters.
package enum Against: Sendable {
  /// A published table, or a recorded baseline.
  case table(Baseline)
  /// A file of cluster labels.
  case labels(FileSpecification)

  /// Reads the table or baseline of a path or name, and takes every other file for labels.
  ///
  /// A table has the columns `clusterer`, `space`, `score` and `value`; a baseline is JSON with cells, or a name in `baselines`.
  /// - Throws: `BaselineError` and the errors of tables.
  package init(_ place: String) throws {
    let file = FileSpecification(place)
    let isFile = FileManager.default.fileExists(atPath: file.path)
    if !isFile || Self.isBaseline(file) {
      self = .table(try Baseline.read(place))
    } else if Self.isPublished(file) {
      let name = ((place as NSString).lastPathComponent as NSString).deletingPathExtension
      self = .table(try Baseline(table: place, name: name))
    } else {
      self = .labels(file)
    }
  }

  private static func isBaseline(_ file: FileSpecification) -> Bool {
    guard file.part == nil, file.path.hasSuffix(".json"), let data = FileManager.default.contents(atPath: file.path),
      let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return false }
    return object["cells"] != nil
  }

  private static func isPublished(_ file: FileSpecification) -> Bool {
    guard file.part == nil, file.isTable,
      let names = try? DelimitedTable(mapping: file.path, header: .present).columnNames
    else { return false }
    return Set(["clusterer", "space", "score", "value"]).isSubset(of: names)
  }
}
