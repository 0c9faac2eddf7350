import Core
import Fusion
import Matrices
import Reduction
import Stages
import Testing

@Suite struct FusionTests {
  private func rows(_ count: Int, _ columns: Int, _ seed: Seed) -> Matrix {
    var stream = seed.stream("rows")
    return Matrix((0..<count).map { _ in (0..<columns).map { _ in Float(stream.gaussian()) } })
  }

  @Test func concatenationPutsUnitRowsSideBySide() throws {
    let fused = try Concatenation().make([Matrix([[3, 4], [0, 0]]), Matrix([[0, 2, 0], [1, 2, 2]])]).rows
    let expected: [[Float]] = [[0.6, 0.8, 0, 1, 0], [0, 0, 1.0 / 3, 2.0 / 3, 2.0 / 3]]
    for row in 0..<2 {
      for (entry, other) in zip(fused.row(row), expected[row]) { #expect(abs(entry - other) < 1e-6) }
    }
  }

  @Test func concatenationWeighsItsParts() throws {
    let fusion = Concatenation(normalize: .none, weights: [0.25, 0.75])
    #expect(try fusion.make([Matrix([[4, 8]]), Matrix([[4]])]).rows == Matrix([[1, 2, 3]]))
  }

  @Test func theAverageIsTheWeightedSumOfPrincipalCoordinates() throws {
    let (a, b) = (rows(50, 6, 1), rows(50, 9, 2))
    let fused = try PCAAverage(dimensions: 4, weights: [0.3, 0.7]).make([a, b]).rows
    func coordinates(_ m: Matrix) throws -> Matrix {
      try PCA(dimensions: 4).fit(m.l2Normalized()).transform(m.l2Normalized())
    }
    let (x, y) = (try coordinates(a), try coordinates(b))
    for row in 0..<50 {
      for column in 0..<4 {
        #expect(abs(fused[row, column] - (0.3 * x[row, column] + 0.7 * y[row, column])) < 1e-6)
      }
    }
  }

  @Test func withoutADimensionTheSmallestPartDecidesAndANoticeSaysSo() throws {
    let fused = try PCAAverage().make([rows(50, 6, 1), rows(50, 9, 2)])
    #expect(fused.rows.columns == 6)
    #expect(fused.notices.map(\.kind) == ["dimensions-lowered"])
  }

  @Test func procrustesDoesNotDependOnTheSignsOfTheOtherPart() throws {
    // Mirroring a part's columns flips components; the plain average changes, the aligned one does not.
    let (a, b) = (rows(80, 5, 1), rows(80, 5, 2))
    let mirrored = Matrix((0..<80).map { b.row($0).map { -$0 } })
    let aligned = PCAAverage(dimensions: 5, align: .procrustes)
    let (first, second) = (try aligned.make([a, b]).rows, try aligned.make([a, mirrored]).rows)
    for row in 0..<80 {
      for (x, y) in zip(first.row(row), second.row(row)) { #expect(abs(x - y) < 1e-4) }
    }
  }

  @Test func procrustesRecoversARotation() throws {
    // The second part is the first one turned, so aligned they coincide and their average is the first.
    let a = rows(60, 2, 3)
    let turned = Matrix((0..<60).map { [0.6 * a[$0, 0] - 0.8 * a[$0, 1], 0.8 * a[$0, 0] + 0.6 * a[$0, 1]] })
    let parts = try PCAAverage(dimensions: 2, align: .procrustes).coordinates(of: [a, turned]).parts
    for row in 0..<60 {
      for (x, y) in zip(parts[0].row(row), parts[1].row(row)) { #expect(abs(x - y) < 1e-4) }
    }
  }

  @Test func signsFlipTheCoordinatesOfAPart() throws {
    let (a, b) = (Matrix([[1, 2]]), Matrix([[3, 5]]))
    let flipped = PCAAverage(weights: [0.5, 0.5]).average([a, b], signs: [[1, 1], [-1, 1]])
    #expect(flipped == Matrix([[-1, 3.5]]))
  }

  @Test(arguments: [1, 2, 4])
  func theBitsDoNotDependOnTheThreads(threads: Int) throws {
    let parts = [rows(3000, 20, 1), rows(3000, 12, 2)]
    for fusion in [PCAAverage(dimensions: 8), PCAAverage(dimensions: 8, align: .procrustes)] as [any SpaceMaker]
      + [Concatenation()]
    {
      let one = try Threads.$count.withValue(1) { try fusion.make(parts).rows }
      #expect(try Threads.$count.withValue(threads) { try fusion.make(parts).rows } == one)
    }
  }

  @Test func badFusionsAreErrorsThatNameBothNumbers() {
    let (a, b) = (rows(10, 4, 1), rows(11, 4, 2))
    #expect(throws: FusionError(.rowsDiffer(first: 10, other: 11, index: 1))) { try Concatenation().make([a, b]) }
    #expect(throws: StageError.self) { try Concatenation().make([]) }
    for weights in [[1], [0.5, 1], [0, 0]] {
      #expect {
        try PCAAverage(weights: weights).make([a, a])
      } throws: { error in
        (error as? StageError)?.parameter == "weights"
      }
    }
    #expect(throws: FusionError(.tooManyDimensions(asked: 5, allowed: 4))) {
      try PCAAverage(dimensions: 5).make([a, a])
    }
  }
}
