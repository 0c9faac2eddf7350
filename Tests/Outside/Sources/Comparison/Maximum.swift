import Fusebench

/// The larger of the values of several feature sets, column by column (max fusion).
struct Maximum: SpaceMaker {
  static let name = "maximum"
  static let summary = "the largest of the values of several feature sets"
  static let inputs = 2...Int.max
  static let parameters: [Parameter<Maximum>] = [
    .boolean("absolute", \.isAbsolute, "yes for the values without their signs")
  ]

  var isAbsolute = false

  func check(_ shape: Shape) throws {
    guard Set(shape.columns).count == 1 else {
      throw StageError(
        Self.name,
        .unfitRows(
          cause: "the parts have \(shape.columns.map(String.init).joined(separator: " and ")) columns",
          hint: "bring them to the same number, such as by pca"))
    }
  }

  func columns(_ shape: Shape) -> Int { shape.columns[0] }

  func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
    let first = inputs[0]
    let rows = (0..<first.rows).map { row in
      (0..<first.columns).map { column in
        inputs.map { isAbsolute ? abs($0[row, column]) : $0[row, column] }.max() ?? 0
      }
    }
    return Space(Matrix(rows), transform: StatelessTransform(self))
  }

  func transform(of stored: StoredArrays) throws -> (any SpaceTransform)? { StatelessTransform(self) }
}
