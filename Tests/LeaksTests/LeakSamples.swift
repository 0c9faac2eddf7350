import Core
import Features
import Matrices

/// Features, labels and captions with a known flaw.
enum LeakSamples {
  /// Standard normal numbers.
  static func noise(_ rows: Int, _ columns: Int, seed: UInt64 = 1) -> Matrix {
    Matrix(rows: rows, columns: columns) { block in
      var stream = Seed(seed).stream("noise")
      for row in 0..<rows { for column in 0..<columns { block[row, column] = Float(stream.gaussian()) } }
    }
  }

  /// The same numbers with some entries written over.
  static func changing(_ matrix: Matrix, _ value: (_ row: Int, _ column: Int, _ old: Float) -> Float) -> Matrix {
    Matrix(rows: matrix.rows, columns: matrix.columns) { block in
      for row in 0..<matrix.rows {
        for column in 0..<matrix.columns { block[row, column] = value(row, column, matrix[row, column]) }
      }
    }
  }

  /// Labels drawn at random, each class equally likely.
  static func labels(_ count: Int, classes: Int, seed: UInt64 = 1, name: String = "class") -> LabelSet {
    var stream = Seed(seed).stream("labels")
    return LabelSet(
      name: name, classes: (0..<classes).map { "c\($0)" },
      values: (0..<count).map { _ in Int32(stream.integer(below: classes)) })
  }

  static func set(_ matrix: Matrix, name: String = "text") throws -> FeatureSet {
    try FeatureSet(name: name, matrix: matrix)
  }
}
