import ArgumentParser
import Harness

/// The options on how tables are read, which hold for all tables of a command that have the columns.
struct TableReadingOptions: ParsableArguments {
  enum Header: String, ExpressibleByArgument, CaseIterable {
    case yes, no
  }

  @Option(
    help: ArgumentHelp(
      "The first line of tables names the columns: yes or no; else it is found out.", valueName: "yes|no"))
  var header: Header?

  @Option(
    help: ArgumentHelp(
      "The column that holds the ids, in the tables that have it: its name, or #0, #1, … by position.",
      valueName: "name"))
  var idColumn: String?

  @Option(
    help: ArgumentHelp("Columns of feature tables that are no features, separated by commas.", valueName: "names"))
  var dropColumns: [String] = []

  var isGiven: Bool { header != nil || idColumn != nil || !dropColumns.isEmpty }

  /// The reading of the tables among some files.
  ///
  /// - Throws: `HarnessError` when an option on tables is given and no file is a table.
  func reading(features: [String], _ others: [String] = []) throws -> TableReading {
    guard isGiven else { return TableReading() }
    try requireTable(among: features + others)
    return TableReading(
      header: header.map { $0 == .yes }, idColumn: idColumn,
      dropColumns: dropColumns.flatMap { $0.split(separator: ",").map(String.init) }
    ).held(against: features, others)
  }

  private func requireTable(among files: [String]) throws {
    guard !files.contains(where: { FileSpecification($0).isTable }) else { return }
    let name = header != nil ? "--header" : idColumn != nil ? "--id-column" : "--drop-columns"
    throw HarnessError(
      .invalidOption(name: name, value: "here", allowed: "given with at least one table (.csv, .tsv, .txt)"))
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
