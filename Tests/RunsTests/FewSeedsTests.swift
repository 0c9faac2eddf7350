import Core
import Gate
import Statistics
import Testing

/// The note of `fusebench baseline` on too few seeds, against what the gate does with as many.
@Suite struct FewSeedsTests {
  private func baseline(cells: Int, seeds: Int) -> Baseline {
    Baseline(
      name: "b", madeBy: "fusebench",
      cells: (0..<cells).map { cell in
        Baseline.Cell(
          clusterer: "kmeans", space: "s\(cell)", scores: [:],
          labels: (0..<seeds).map { PackedLabels([0, 1], seed: UInt64($0)) })
      })
  }

  /// Returns whether a loss as large as can be is found in any of so many cells that differ.
  private func findsALoss(cells: Int, seeds: Int) -> Bool {
    let changes = (0..<cells).map { _ in
      ScoreChange(
        new: Dictionary(uniqueKeysWithValues: (0..<seeds).map { (UInt64($0 + 50), 0.001 * Double($0 % 2)) }),
        recorded: Dictionary(uniqueKeysWithValues: (0..<seeds).map { (UInt64($0), 1 - 0.001 * Double($0 % 2)) }))
    }
    return RegressionGate(tolerance: 0.01, alpha: 0.05).judge(changes, higherIsBetter: changes.map { _ in true })
      .contains { $0.verdict == .regressed }
  }

  @Test(arguments: [1, 2, 6, 7, 8, 25, 26]) func theNoteStandsWhereNoLossIsFound(cells: Int) throws {
    for seeds in 1...7 {
      let notice = baseline(cells: cells, seeds: seeds).fewSeedsNotice
      #expect((notice != nil) == !findsALoss(cells: cells, seeds: seeds), "\(cells) cells, \(seeds) seeds")
      guard let message = notice?.message else { continue }
      #expect(message.contains("the labels of \(seeds) seed"))
      // The number that the note names is the first that does.
      let named = try #require((1...9).first { findsALoss(cells: cells, seeds: $0) })
      #expect(message.contains("record a run of --seeds \(named) or more"), "\(message)")
      #expect(message.contains("where all \(cells) ") == (cells > 1), "\(message)")
    }
  }

  @Test func theFewestSeedsOfAnyCellCount() {
    var mixed = baseline(cells: 2, seeds: 5)
    #expect(mixed.fewSeedsNotice == nil)
    mixed.cells[1].labels = Array(mixed.cells[1].labels?.prefix(2) ?? [])
    #expect(mixed.fewSeedsNotice?.message.contains("the labels of 2 seeds") == true)
    // Published numbers are never judged.
    mixed.cells[0].labels = nil
    mixed.cells[1].labels = nil
    #expect(mixed.fewSeedsNotice == nil)
  }
}
