import Core
import Foundation

/// Small inputs for the tests of the harness.
package enum Samples {
  /// Writes rows under a line of column names, with an id column first when there are ids.
  @discardableResult
  package static func table(_ rows: [[Float]], ids: [String]? = nil, to path: String) throws -> String {
    let names = (0..<(rows.first?.count ?? 0)).map { "x\($0)" }
    let header = ((ids == nil ? [] : ["id"]) + names).joined(separator: ",")
    let lines = rows.enumerated().map { index, row in
      ((ids.map { [$0[index]] } ?? []) + row.map { "\($0)" }).joined(separator: ",")
    }
    try write(([header] + lines).joined(separator: "\n") + "\n", to: path)
    return path
  }

  package static func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// Rows in well separated groups, row i in group i mod `classes`.
  package static func groups(rows: Int, columns: Int, classes: Int, spread: Float = 0.3, seed: UInt64 = 1) -> [[Float]]
  {
    var stream = Seed(seed).stream("samples")
    func uniform() -> Float { Float(stream.next() >> 40) / Float(1 << 24) - 0.5 }
    let centers = (0..<classes).map { _ in (0..<columns).map { _ in 4 * uniform() } }
    return (0..<rows).map { row in centers[row % classes].map { $0 + spread * uniform() } }
  }

  package static func truth(rows: Int, classes: Int) -> LabelSet {
    LabelSet(name: "class", classes: (0..<classes).map { "c\($0)" }, values: (0..<rows).map { Int32($0 % classes) })
  }
}
