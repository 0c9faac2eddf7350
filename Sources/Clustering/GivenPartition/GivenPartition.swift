import Core
import Matrices
import Stages

/// A partition that a file gives, such as that of another program: it stands among the methods like one of them.
///
/// A run reads the file with its inputs and brings it into the order of the items; from then on ``partition`` has the clusters
/// of the rows. No seed changes it, and it cannot be found again on other rows.
public struct GivenPartition: Clusterer {
  public static let name = "labels"
  public static let summary =
    "clusters that a file gives, one an item (-1 is noise); on the first space unless \"on\" names others"
  public static let parameters: [Parameter<GivenPartition>] = [
    .text("file", \.file, "the file of the clusters"),
    .text("member", \.member, "the array of an .npz, or the list of a .json"),
    .text("table", \.table, "the table of the clusters, in place of a file"),
    .text("column", \.column, "the column of the table: its name, or # and its position from 0"),
    .text("id-column", \.idColumn, "the column, array or list of the ids, or none for a file without ids"),
    .choice("header", \.header, "a header in the first line of the table; automatic finds out"),
  ]

  /// The first line of a table.
  public enum Header: String, CaseIterable, Sendable {
    /// Found out from the table.
    case automatic
    /// The names of the columns.
    case yes
    /// The first row.
    case no
  }

  /// The path of the file; nil where a table is given.
  public var file: String?
  /// The array of an `.npz` or the list of a `.json`; nil for a file that holds only one.
  public var member: String?
  /// The path of the table; nil where a file is given.
  public var table: String?
  /// The column of the table; nil for the only one beside the ids.
  public var column: String?
  /// The column, array or list of the ids, or `none`; nil to find out.
  public var idColumn: String?
  /// The first line of the table.
  public var header = Header.automatic
  /// The clusters of the rows, and a digest of them; nil until the file is read.
  package var partition: Partition?
  package var digest: String?
  /// The names that the file gives to the clusters, in the order of their numbers; nil where it gives the numbers themselves.
  package var clusterNames: [String]?

  public init() {}

  /// Makes the partition of a file.
  ///
  /// - Parameter member: the array of an `.npz` or the list of a `.json`; nil for a file that holds only one.
  public init(file: String, member: String? = nil) { (self.file, self.member) = (file, member) }

  /// Makes the partition of a column of a table.
  ///
  /// - Parameter column: its name, or `#` and its position from 0; nil for the only one beside the ids.
  public init(table: String, column: String?) { (self.table, self.column) = (table, column) }

  public var isStochastic: Bool { false }
  public var isGiven: Bool { true }

  /// The path of the file or table.
  package var path: String? { file ?? table }

  public func provenance() throws -> [String: String] { digest.map { ["clusters": $0] } ?? [:] }

  public func checkCombination() throws(StageError) {
    func unfit(_ parameter: String, _ cause: String, _ hint: String) -> StageError {
      StageError(Self.name, .unfit(parameter: parameter, cause: cause, hint: hint))
    }
    if let file, let part = Self.columnOfTable(file) {
      throw unfit(
        "file", "\(file) names a column of a table", "set table=\(part.table),column=\(part.column) in place of file")
    }
    guard path != nil else { throw StageError(Self.name, .parameterNeeded("file")) }
    if file != nil, table != nil { throw unfit("table", "file and table are both given", "give one of them") }
    if member != nil, file == nil { throw unfit("member", "a table has columns, no members", "set column") }
    if column != nil, table == nil { throw unfit("column", "a file has members, no columns", "set table, or member") }
  }

  /// The parts of `table.csv:column`; nil for other paths.
  private static func columnOfTable(_ file: String) -> (table: Substring, column: Substring)? {
    guard let colon = file.lastIndex(of: ":") else { return nil }
    let (table, column) = (file[..<colon], file[file.index(after: colon)...])
    let isTable = [".csv", ".tsv"].contains { table.lowercased().hasSuffix($0) }
    return isTable && !column.isEmpty && !column.contains("/") ? (table, column) : nil
  }

  public func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    guard let partition, partition.labels.count == rows.rows else {
      throw StageError(
        Self.name,
        .unfit(
          parameter: "file",
          cause: "\(counted(partition?.labels.count ?? 0, "cluster label")) were read for \(counted(rows.rows, "row"))",
          hint: "use it in a run, which reads the file and brings it into the order of the items"))
    }
    return Clustering(partition)
  }
}
