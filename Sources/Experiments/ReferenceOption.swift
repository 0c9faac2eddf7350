import Core
import Foundation

/// A reference as the command line names it: `nouns=file[:part]`, and `,names=file[:part]` where another file has the names.
package struct ReferenceOption: Sendable, Equatable {
  package let name: String
  /// The file of the rows, and after a colon the part of it that is meant.
  package let file: String
  /// The file of the names; nil where they are in ``file``.
  package let names: String?

  /// - Throws: ``RunError`` for another form.
  package init(_ option: String) throws {
    let marker = option.range(of: ",names=", options: .backwards)
    names = marker.map { String(option[$0.upperBound...]) }
    let parts = option[..<(marker?.lowerBound ?? option.endIndex)].split(separator: "=", maxSplits: 1)
    guard parts.count == 2, names?.isEmpty != true else {
      throw OptionError(
        .invalidOption(
          name: "--references", value: option.isEmpty ? "\"\"" : option, allowed: "name=file or name=file,names=file"))
    }
    (name, file) = (String(parts[0]), String(parts[1]))
  }

  /// The reference as an experiment has it.
  ///
  /// - Parameter tables: the options of tables.
  package func reference(_ tables: TableReading = TableReading()) -> Experiment.Reference {
    Experiment.Reference(
      FileSpecification(file).feature(named: name, tables), names: names.map { FileSpecification($0).column(tables) })
  }
}
