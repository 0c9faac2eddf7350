import Core
import Fusion
import Matrices
import Stages
import TestSupport
import Testing

@Suite struct AdaptiveTests {
  private func fusion(_ form: Adaptive.Form = .sum, temperature: Double = 0.01) -> Adaptive {
    var fusion = Adaptive()
    (fusion.form, fusion.temperature) = (form, temperature)
    return fusion
  }

  @Test(arguments: CounterpartFixture.adaptive.indices)
  func weightsAndSumsAreThoseOfTheDefinition(index: Int) throws {
    let example = CounterpartFixture.adaptive[index]
    let inputs = example.inputs.map { Matrix($0) }
    let weights = AdaptiveWeights(of: inputs, temperature: example.temperature)
    let sum = try fusion(temperature: example.temperature).make(inputs).rows
    let beside = try fusion(.concatenate, temperature: example.temperature).make(inputs).rows
    let columns = inputs[0].columns
    for row in 0..<inputs[0].rows {
      for part in inputs.indices {
        #expect(abs(weights[row, part] - example.weights[row][part]) < 1e-6)
        let unit = inputs[part].l2Normalized()
        for column in 0..<columns {
          let expected = example.weights[row][part] * Double(unit[row, column])
          #expect(abs(Double(beside[row, part * columns + column]) - expected) < 1e-6)
        }
      }
      for column in 0..<columns { #expect(abs(Double(sum[row, column]) - example.sums[row][column]) < 1e-6) }
    }
  }

  @Test func ofTwoPartsBothWeighHalfToTheBitAndANoteSaysSo() throws {
    let inputs = [randomRows(300, 9, seed: 1), randomRows(300, 9, seed: 2)]
    let weights = AdaptiveWeights(of: inputs, temperature: 1e-4)
    for row in 0..<300 { #expect(weights[row, 0] == 0.5 && weights[row, 1] == 0.5) }
    let notices = try fusion().make(inputs).notices
    #expect(notices.map(\.kind) == ["mean-weights"] && notices[0].message.contains("1/2"))
  }

  @Test func theNoteHasTheMeanWeights() throws {
    let one = Matrix([[1, 0], [1, 0]])
    let space = try fusion(temperature: 1e-3).make([one, one, Matrix([[0, 1], [0, 1]])])
    #expect(space.notices[0].message == "mean weights of the parts: part 1 0.5, part 2 0.5, part 3 0.0")
  }

  @Test func oppositePartsWeighTheSame() throws {
    let weights = AdaptiveWeights(of: [Matrix([[1, 2]]), Matrix([[-1, -2]])], temperature: 0.01)
    #expect(weights[0, 0] == 0.5 && weights[0, 1] == 0.5)
  }

  @Test(arguments: Adaptive.Form.allCases) func theBitsDoNotDependOnTheThreads(form: Adaptive.Form) throws {
    let inputs = (1...3).map { randomRows(2_000, 8, seed: Seed(UInt64($0))) }
    let one = try Threads.$count.withValue(1) { try fusion(form).make(inputs).rows }
    for threads in [2, 4] {
      #expect(try Threads.$count.withValue(threads) { try fusion(form).make(inputs).rows } == one)
    }
  }

  @Test func rowsInAnotherOrderAndOfOtherLengthsAreFusedAlike() throws {
    let inputs = (1...3).map { randomRows(100, 8, seed: Seed(UInt64($0))) }
    let order = Array((0..<100).reversed())
    let straight = try fusion().make(inputs).rows
    #expect(try fusion().make(inputs.map { $0.selecting(rows: order) }).rows == straight.selecting(rows: order))
    let longer = Matrix((0..<100).map { row in inputs[0].row(row).map { $0 * 1e20 } })
    let other = try fusion().make([longer, inputs[1], inputs[2]]).rows
    for row in 0..<100 {
      for (one, two) in zip(straight.row(row), other.row(row)) { #expect(abs(one - two) < 1e-4) }
    }
  }

  @Test func badInputIsAnErrorWithBothNumbers() {
    let (a, b) = (randomRows(10, 4, seed: 1), randomRows(10, 5, seed: 2))
    for form in Adaptive.Form.allCases {
      #expect(throws: FusionError(.columnsDiffer(first: 4, other: 5, index: 1))) { try fusion(form).make([a, b]) }
    }
    #expect(throws: FusionError(.rowsDiffer(first: 10, other: 9, index: 1))) {
      try fusion().make([a, a.selecting(rows: Array(0..<9))])
    }
    let zeros = Matrix(rows: 10, columns: 4)
    #expect {
      try fusion().make([a, zeros])
    } throws: { error in
      (error as? StageError)?.cause == "10 of 10 rows of part 2 are all zero and have no direction"
    }
    #expect(throws: StageError.self) { try fusion().make([a]) }
    #expect(throws: StageError.self) { try fusion(temperature: 0).make([a, a]) }
  }
}
