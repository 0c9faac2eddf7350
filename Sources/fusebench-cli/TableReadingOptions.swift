import ArgumentParser
import Core
import Experiments
import Foundation

/// The options on how tables are read, which hold for all files of a command that have the columns.
struct TableReadingOptions: ParsableArguments {
  enum Header: String, ExpressibleByArgument, CaseIterable {
    case yes, no
  }

  @Option(
    help: ArgumentHelp(
      "A header in the first line of tables: yes or no (default: detected).", valueName: "yes|no"))
  var header: Header?

  @Option(
    help: ArgumentHelp(
      "The column, array of an .npz or list of a .json of the ids, in the files that have it: a name, #0, #1, … by position, or none for files without ids; may be given several times.",
      valueName: "name"))
  var idColumn: [String] = []

  @Option(
    help: ArgumentHelp("Columns of feature tables that are not features, separated by commas.", valueName: "names"))
  var dropColumns: [String] = []

  /// The names of the options that are given.
  var given: [String] {
    [("--header", header != nil), ("--id-column", !idColumn.isEmpty), ("--drop-columns", !dropColumns.isEmpty)]
      .filter(\.1).map(\.0)
  }

  /// The reading of the tables among some files.
  ///
  /// - Throws: `RunError` when an option on tables is given and no file is one.
  func reading(features: [String], _ others: [String] = []) throws -> TableReading {
    guard !given.isEmpty else { return TableReading() }
    try requireTable(among: features + others)
    return try TableReading(
      header: header.map { $0 == .yes }, idColumns: idColumn,
      dropColumns: dropColumns.flatMap { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
    ).held(against: features, others)
  }

  private func requireTable(among files: [String]) throws {
    let files = files.map(FileSpecification.init)
    let tables = "a table (.csv, .tsv, .txt)"
    if header != nil || !dropColumns.isEmpty, !files.contains(where: \.isTable) {
      throw OptionError(.optionWithout(header != nil ? "--header" : "--drop-columns", needed: tables))
    }
    guard idColumn.contains(where: { $0 != "none" }), !files.contains(where: \.mayNameIDs) else { return }
    throw OptionError(.optionWithout("--id-column", needed: tables + ", an .npz or a .json"))
  }
}

/// Options that have one value.
enum SingleOptions {
  /// Throws when one of these options is given twice, of which the parser would take the last.
  static func check(_ names: [String], in arguments: [String] = CommandLine.arguments) throws {
    for name in names {
      let count = arguments.count { $0 == name || $0.hasPrefix(name + "=") }
      if count > 1 { throw ValidationError("\(name) can be given once, and is given \(count) times") }
    }
  }
}
