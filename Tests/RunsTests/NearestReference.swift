import Core
import Matrices
import Stages

/// A space maker that no module of the package knows: each row becomes the nearest row of a reference.
struct NearestReference: SpaceMaker {
  static let name = "nearest-reference"
  static let summary = "each row replaced by the nearest row of a reference"
  static let inputs = 1...1
  static let parameters: [Parameter<NearestReference>] = [
    .reference("among", \.among, "the reference"),
    .boolean("negated", \.isNegated, "yes for the opposite of that row"),
  ]

  var among: String?
  var isNegated = false

  func check(_ shape: Shape) throws {
    let rows = try reference("among", in: shape)
    guard rows.columns == shape.columns[0] else {
      throw StageError(
        Self.name,
        .unfit(
          parameter: "among",
          cause: "the rows have \(shape.columns[0]) columns, and \(among ?? "") has \(rows.columns)",
          hint: "take both from one model"))
    }
  }

  func columns(_ shape: Shape) -> Int { shape.columns[0] }

  func cost(_ shape: Shape) -> Cost? {
    let entries = (shape.references.values.first?.rows ?? 0) * shape.rows * shape.columns[0]
    return Cost(operations: Double(entries), iteration: 0, bytes: 0)
  }

  func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    let way = Way(rows: try reference("among", in: context).rows, isNegated: isNegated)
    return Space(try way.transform(inputs), transform: way)
  }

  func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? {
    let rows = try stored.table("rows").map { $0.map { Float($0) } }
    return Way(rows: Matrix(rows), isNegated: isNegated)
  }

  /// The way of new rows, which keeps the reference: assigning rows needs no file of it.
  private struct Way: SpaceTransform {
    let rows: Matrix
    let isNegated: Bool

    func transform(_ inputs: [Matrix]) throws -> Matrix {
      Matrix(
        (0..<inputs[0].rows).map { row in
          let nearest = rows.row(Nearest.position(of: inputs[0].row(row), in: rows))
          return isNegated ? nearest.map { -$0 } : nearest
        })
    }

    var stored: StoredArrays {
      StoredArrays(["rows": .init(table: (0..<rows.rows).map { rows.row($0).map { Double($0) } })])
    }
  }

  enum Nearest {
    /// The first of the nearest rows.
    static func position(of row: [Float], in rows: Matrix) -> Int {
      let distances = (0..<rows.rows).map { other in
        zip(row, rows.row(other)).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
      }
      return distances.indices.min { distances[$0] < distances[$1] } ?? 0
    }
  }
}

/// A clusterer that no module of the package knows: rows with the same nearest name of a reference are a cluster.
struct ByName: Clusterer {
  static let name = "by-name"
  static let summary = "rows by the name of the nearest row of a reference"
  static let parameters: [Parameter<ByName>] = [.reference("among", \.among, "the reference")]

  var among: String?

  var isStochastic: Bool { false }

  func check(_ shape: Shape) throws {
    guard try reference("among", in: shape).columns == shape.columns[0] else {
      throw StageError(Self.name, .unfit(parameter: "among", cause: "other columns", hint: "take both from one model"))
    }
  }

  func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    let reference = try reference("among", in: context)
    let names = (0..<rows.rows).map { row in
      reference.names[NearestReference.Nearest.position(of: rows.row(row), in: reference.rows)]
    }
    let sorted = Set(names).sorted()
    return Clustering(
      Partition(labels: names.map { Int32(sorted.firstIndex(of: $0) ?? 0) }, clusters: sorted.count))
  }
}
