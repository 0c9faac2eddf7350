import Core
import Matrices
import Reduction
import Stages
import Testing

/// Principal components by share of the variance, and whitened ones.
@Suite struct WhiteningTests {
  /// Axes of variances 16, 4, 1 and 0 (population variance over these eight rows).
  private let axes: [[Float]] = (0..<8).map { row in
    [row & 1 == 0 ? 4 : -4, row & 2 == 0 ? 2 : -2, row & 4 == 0 ? 1 : -1, 7]
  }

  @Test(arguments: [(0.0, 1), (0.5, 1), (0.76, 1), (0.77, 2), (0.95, 2), (0.953, 3), (1, 3)])
  func aShareOfTheVarianceTakesAsFewComponentsAsItNeeds(share: Double, components: Int) throws {
    // 16 of 21 are .762, 20 of 21 are .952.
    let model = try PCA(variance: share).fit(Matrix(axes))
    #expect(model.components.rows == components)
    #expect(try PCA(variance: share).make([Matrix(axes)]).rows.columns == components)
  }

  @Test func whitenedComponentsHaveVarianceOneAndNoCorrelation() throws {
    var stream = Seed(4).stream("rows")
    let rows = (0..<500).map { _ -> [Float] in
      let (a, b, c) = (Float(stream.gaussian()), Float(stream.gaussian()), Float(stream.gaussian()))
      return [3 * a + b, 2 * b - a, c + 100, a + b + c]
    }
    let made = try Whitening(dimensions: 3).make([Matrix(rows)]).rows
    for first in 0..<3 {
      for second in 0...first {
        let product = (0..<500).reduce(0.0) { $0 + Double(made[$1, first]) * Double(made[$1, second]) } / 500
        #expect(abs(product - (first == second ? 1 : 0)) < 1e-4, "\(first), \(second)")
      }
    }
  }

  @Test func componentsWithoutVarianceAreLeftOutWithANote() throws {
    let made = try Whitening().make([Matrix(axes)])
    #expect(made.rows.columns == 3)
    #expect(made.notices.map(\.kind) == ["no-variance"])
    for column in 0..<3 { for row in 0..<8 { #expect(abs(abs(made.rows[row, column]) - 1) < 1e-5) } }
  }

  @Test func equalRowsCannotBeWhitened() {
    #expect(throws: ReductionError(.noVariance(rows: 3))) {
      try Whitening().make([Matrix([[1, 2], [1, 2], [1, 2]])])
    }
  }

  @Test func theDefaultIsLoweredToTheDataWithANote() throws {
    let wide = Matrix((0..<10).map { row in (0..<80).map { Float((row * 37 + $0 * 11) % 23) } })
    let made = try PCA().make([wide])
    #expect(made.rows.columns == 10 && made.notices.map(\.kind) == ["dimensions-lowered", "no-variance"])
    // As many components as columns are no reduction that could have gone further.
    #expect(try PCA().make([Matrix(axes)]).notices.map(\.kind) == ["no-variance"])
  }
}
