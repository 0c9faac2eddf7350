import Core
import Scores
import Testing

@Suite struct ScikitLearnTests {
  @Test func fixtureHoldsWhatTheTestsReadFromIt() {
    #expect(Fixture.shared.versions["scikit-learn"] == "1.9.1")
    #expect(Fixture.shared.labelings.count == 200)
    #expect(Fixture.shared.blobs.count == 12)
  }

  @Test(arguments: 0..<200)
  func externalScoresEqualScikitLearns(index: Int) throws {
    let labeling = try #require(Fixture.shared.labelings.dropFirst(index).first)
    let table = try ContingencyTable(Partition(labeling.clusters), truth: labelSet(labeling.truth))
    var scores = ExternalScores.all
    scores.append(VMeasure(beta: 0.5))
    for score in scores {
      guard let expected = labeling.scores[score.name] else {
        #expect(score.name == "ami-min")  // 0/0 in scikit-learn; the script says when.
        continue
      }
      // NaN in scikit-learn, too: kappa of a single class on both sides.
      #expect(isSame(score.score(table), expected ?? .nan), "\(score.name) of \(labeling.kind)")
    }
  }

  @Test(arguments: 0..<200)
  func kappaBetweenLabelingsEqualsScikitLearns(index: Int) throws {
    let labeling = try #require(Fixture.shared.labelings.dropFirst(index).first)
    let labelled = labeling.truth.indices.filter { labeling.truth[$0] != LabelSet.unlabelled }
    let kappa = try CohenKappa.between(
      labelled.map { labeling.truth[$0] }, labelled.map { labeling.clusters[$0] })
    let expected = try #require(labeling.scores["kappa-between"])
    #expect(isSame(kappa, expected ?? .nan))
  }

  @Test(arguments: 0..<12)
  func internalScoresEqualScikitLearns(index: Int) throws {
    let blob = try #require(Fixture.shared.blobs.dropFirst(index).first)
    let partition = Partition(blob.clusters)
    for score in InternalScores.all {
      let result = try score.score(blob.matrix, partition)
      let expected = try #require(blob.scores[score.name])
      // The silhouette's products are in Float. scikit-learn's distance of a row from a centre at the same place, which
      // Davies and Bouldin's widths are made of, is the square root of a rounding error.
      let tolerance =
        ["silhouette": 1e-6, "davies-bouldin": 5e-8][score.name] ?? 1e-9 * abs(expected)
      #expect(isClose(result.value, expected, tolerance), "\(score.name)")
      #expect(result.noise == blob.clusters.count { $0 == -1 })
    }
  }

  @Test(arguments: 0..<12)
  func silhouetteOfEachRowEqualsScikitLearns(index: Int) throws {
    let blob = try #require(Fixture.shared.blobs.dropFirst(index).first)
    let samples = try Silhouette().samples(blob.matrix, Partition(blob.clusters))
    let clustered = blob.clusters.indices.filter { blob.clusters[$0] >= 0 }
    let expected = Dictionary(uniqueKeysWithValues: zip(clustered, blob.samples))
    #expect(samples.rows.sorted() == clustered)
    for (row, value) in zip(samples.rows, samples.values) {
      let wanted = try #require(expected[row])
      #expect(isClose(value, wanted, 1e-6), "row \(row)")
    }
    #expect(samples.clusters == samples.rows.map { blob.clusters[$0] })
  }
}
