import Core
import Datasets
import Foundation

/// A file with one value a row, and the part of it that is meant.
public struct FileColumn: Sendable, Equatable {
  /// The path of the file.
  public var path: String
  /// The column of a table (its name, or `#` and its position from 0), the array of an archive or the list of a
  /// `.json`; nil for a file that holds only one.
  public var column: String?
  /// The name of the column, array or list that holds the ids, or `none` for a file without ids; nil to find out.
  public var idColumn: String?
  /// True where a table begins with a header; nil to find out.
  public var header: Bool?

  /// Makes the part of a file.
  public init(path: String, column: String? = nil, idColumn: String? = nil, header: Bool? = nil) {
    self.path = path
    self.column = column
    self.idColumn = idColumn
    self.header = header
  }
}

extension FileColumn: ExpressibleByStringLiteral {
  public init(stringLiteral path: String) { self.init(path: path) }
}

/// A file as the command line names it, with the part of it that is meant: `labels.csv:class`, `clip.npz:embeddings`.
package struct FileSpecification: Sendable, Equatable {
  package let path: String
  /// The column of a table, the array of an archive, the tensor of a `.safetensors` or the list of a `.json`.
  package let part: String?

  /// Parts the text at the first colon after the path of an existing file, since paths and columns may hold colons, too.
  package init(_ text: String) { self.init(text, in: ".") }

  /// - Parameter folder: the folder from which a relative path is meant.
  init(_ text: String, in folder: String) {
    func exists(_ path: some StringProtocol) -> Bool {
      FileManager.default.fileExists(atPath: path.hasPrefix("/") ? String(path) : "\(folder)/\(path)")
    }
    let colons = text.indices.filter { text[$0] == ":" }
    guard !exists(text), let colon = colons.first(where: { exists(text[..<$0]) }) ?? colons.last else {
      path = text
      part = nil
      return
    }
    path = String(text[..<colon])
    part = String(text[text.index(after: colon)...])
  }

  /// True for a file that is read as a table.
  package var isTable: Bool { ["csv", "tsv", "tab", "txt", "vec"].contains(fileExtension(path)) }

  /// True for a file that may hold ids by a name: a table, an archive of arrays or lists.
  package var mayNameIDs: Bool { isTable || ["npz", "json", "jsonl", "ndjson"].contains(fileExtension(path)) }

  /// The file as one with a value a row, such as labels and captions.
  package func column(_ tables: TableReading = TableReading()) -> FileColumn {
    FileColumn(
      path: path, column: part, idColumn: mayNameIDs ? tables.idColumn(of: path) : nil,
      header: isTable ? tables.header : nil)
  }

  /// The file as a feature set.
  package func feature(named name: String, _ tables: TableReading = TableReading()) -> Experiment.Feature {
    var feature = Experiment.Feature(name: name, file: path)
    if mayNameIDs { feature.idColumn = tables.idColumn(of: path) }
    guard isTable else {
      feature.member = part
      return feature
    }
    feature.column = part
    feature.header = tables.header
    feature.dropColumns = tables.dropColumns(of: path)
    return feature
  }
}

/// The way in which all tables that belong together are read.
public struct TableReading: Sendable, Equatable {
  /// True where the first line names the columns; nil to find out.
  public var header: Bool?
  /// The names of the columns of the ids, one a file; `none` where the files have none.
  public var idColumns: [String]
  /// The names of the columns that are no features.
  public var dropColumns: [String]
  /// The columns that a file lacks and another one has, by the path of the file.
  private var lacking: [String: Set<String>] = [:]

  /// Makes a reading; without arguments everything is found out from the files.
  public init(header: Bool? = nil, idColumns: [String] = [], dropColumns: [String] = []) {
    self.header = header
    self.idColumns = idColumns
    self.dropColumns = dropColumns
  }
}

extension TableReading {
  /// The same, with each column asked for in those files that have it; in all where none has it, which is an error of
  /// reading them.
  ///
  /// - Parameters:
  ///   - features: the files of features, which alone have columns to drop.
  ///   - others: the files of labels and captions.
  /// - Throws: ``RunError`` where a file has several of the columns of ids.
  package func held(against features: [String], _ others: [String] = []) throws -> TableReading {
    var copy = self
    /// - Returns: the columns that no file has.
    func note(_ columns: [String], in files: [FileSpecification]) -> [String] {
      for path in files.map(\.path).uniqued {
        guard let lacking = lacking(columns, in: path) else { continue }
        copy.lacking[path] = (copy.lacking[path] ?? []).union(lacking)
      }
      let unknown = columns.filter { column in
        !files.isEmpty && files.allSatisfy { copy.lacking[$0.path]?.contains(column) == true }
      }
      for file in files { copy.lacking[file.path]?.subtract(unknown) }
      return unknown
    }
    let (features, others) = (features.map(FileSpecification.init), others.map(FileSpecification.init))
    let mayNameIDs = (features + others).filter(\.mayNameIDs)
    let unknown = note(idColumns.filter { $0 != IDColumn.none }, in: mayNameIDs)
    // A column that no file has is the error of the first file that is read by it.
    if let first = unknown.first { copy.idColumns = [first] }
    _ = note(dropColumns, in: features.filter(\.isTable))
    for path in mayNameIDs.map(\.path) where copy.idColumns(of: path).count > 1 {
      throw OptionError(
        .invalidOption(
          name: "--id-column", value: list(copy.idColumns(of: path)),
          allowed: "one column of each file, also of \(path)"))
    }
    return copy
  }

  /// Returns the columns that a file lacks, which is opened once; nil for a file that cannot be read, which is an error
  /// of its own.
  private func lacking(_ columns: [String], in path: String) -> [String]? {
    guard !columns.isEmpty, let holds = try? NamedColumns.holding(path, header: TableHeader(header)) else { return nil }
    return columns.filter { !holds($0) }
  }

  /// The column of the ids of a file; `none` for one that has none, where that is asked for.
  func idColumn(of path: String) -> String? {
    idColumns(of: path).first ?? idColumns.first { $0 == IDColumn.none }
  }

  /// The columns of ids that a file has; positions, which most files have, only without names.
  private func idColumns(of path: String) -> [String] {
    let found = idColumns.filter { $0 != IDColumn.none && lacking[path]?.contains($0) != true }.uniqued
    let named = found.filter { !$0.hasPrefix("#") }
    return named.isEmpty ? found : named
  }

  func dropColumns(of path: String) -> [String] { dropColumns.filter { lacking[path]?.contains($0) != true } }
}

extension TableHeader {
  package init(_ isThere: Bool?) { self = isThere.map { $0 ? .present : .absent } ?? .automatic }
}

extension FileColumn {
  /// The column as a label set of an experiment, named after the column or the file.
  package func labels(named name: String? = nil, classes: String? = nil) -> Experiment.Labels {
    let usual = column.flatMap { $0.hasPrefix("#") ? nil : $0 } ?? fileStem(path)
    var labels = Experiment.Labels(name: name ?? usual, source: .file(path: path, classes: classes))
    if let column { labels.source = .table(.init(table: path, column: column, classes: classes)) }
    labels.idColumn = idColumn
    labels.header = header
    return labels
  }
}
