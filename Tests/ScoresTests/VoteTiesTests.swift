import Core
import Scores
import Testing

/// Clusters in which classes are equally common: the order of the classes decides the vote, and kappa with it.
@Suite struct VoteTiesTests {
  /// Every choice of a most common class for each cluster, as the kappa between the classes and those given.
  private func kappas(_ counts: [[Int]]) throws -> [Double] {
    let columns = counts[0].indices.filter { column in counts.contains { $0[column] > 0 } }
    let choices = columns.map { column in
      let most = counts.map { $0[column] }.max() ?? 0
      return counts.indices.filter { counts[$0][column] == most }
    }
    let all = choices.reduce([[Int]]([[]])) { lists, classes in lists.flatMap { list in classes.map { list + [$0] } } }
    return try all.map { chosen in
      var (truth, given) = ([Int32](), [Int32]())
      for (column, choice) in zip(columns, chosen) {
        for row in counts.indices {
          truth += repeatElement(Int32(row), count: counts[row][column])
          given += repeatElement(Int32(choice), count: counts[row][column])
        }
      }
      return try CohenKappa.between(truth, given)
    }
  }

  @Test func theRangeIsThatOfAllChoices() throws {
    var random = Seed(3).stream("ties")
    var tied = 0
    for _ in 0..<300 {
      let (classes, clusters) = (2 + random.integer(below: 3), 1 + random.integer(below: 5))
      let counts = (0..<classes).map { _ in (0..<clusters).map { _ in random.integer(below: 4) } }
      guard counts.contains(where: { $0.contains { $0 > 0 } }) else { continue }
      let (table, kappas) = (try ContingencyTable(counts: counts), try kappas(counts))
      guard let ties = VoteTies(table) else {
        #expect(kappas.count == 1, "\(counts)")
        continue
      }
      tied += 1
      #expect(kappas.count > 1 && ties.kappa == CohenKappa().score(table))
      #expect(abs(ties.range.lowerBound - (kappas.min() ?? 9)) < 1e-12, "\(counts)")
      #expect(abs(ties.range.upperBound - (kappas.max() ?? 9)) < 1e-12, "\(counts)")
    }
    #expect(tied > 100)
  }

  /// By scikit-learn 1.9.1: `cohen_kappa_score` of the classes that the vote gives.
  @Test func anotherOrderOfTheClassesMovesKappaWithinTheRange() throws {
    let counts = [[6, 2, 0], [0, 2, 2]]
    let ties = try #require(VoteTies(ContingencyTable(counts: counts)))
    let turned = try #require(VoteTies(ContingencyTable(counts: counts.reversed())))
    #expect(ties.clusters == 1 && ties.items == 4 && ties.range == turned.range)
    #expect(abs(ties.kappa - 0.5714285714285714) < 1e-12 && abs(turned.kappa - 0.6666666666666667) < 1e-12)
  }

  @Test func tiesOfClassesOfOneSizeDoNotMoveKappa() throws {
    let ties = try #require(VoteTies(ContingencyTable(counts: [[5, 3, 2], [2, 3, 5]])))
    #expect(ties.clusters == 1 && ties.range.lowerBound == ties.range.upperBound)
  }

  @Test func withoutATieThereIsNone() throws {
    #expect(try VoteTies(ContingencyTable(counts: [[5, 1], [2, 3]])) == nil)
    // Items without a class and clusters that hold none of the labelled items are no ties.
    let partition = Partition([0, 0, 1, 1, 2])
    let truth = LabelSet(name: "t", classes: ["a", "b"], values: [0, 0, 1, -1, -1])
    #expect(try VoteTies(ContingencyTable(partition, truth: truth)) == nil)
  }
}
