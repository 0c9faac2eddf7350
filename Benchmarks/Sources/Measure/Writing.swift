import Core
import Foundation
import Matrices

extension Matrix {
  /// Writes the entries alone, row after row.
  func writeEntries(to path: String) throws {
    var data = Data()
    for index in 0..<rows { row(index).withUnsafeBytes { data.append(contentsOf: $0) } }
    try data.write(to: URL(fileURLWithPath: path))
  }
}

extension Partition {
  /// Writes the labels alone, 32 bits each.
  func writeLabels(to path: String) throws {
    try labels.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: path)) }
  }
}
