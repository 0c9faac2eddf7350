import Core
import Experiments
import Runs
import Scores

extension Rule {
  /// The rules by which the same clusters get another score.
  static let scores: [Rule] =
    EntropyMean.allCases.map { mean in
      Rule(
        "mean-\(mean.rawValue)",
        "mutual information divided by the \(mean.words) of both entropies"
      ) { subject in
        switch subject.score {
        case let score as NormalizedMutualInformation where score.mean != mean:
          Change.score(NormalizedMutualInformation(mean: mean))
        case let score as AdjustedMutualInformation where score.mean != mean:
          Change.score(AdjustedMutualInformation(mean: mean))
        default: nil
        }
      }
    } + [
      Rule("majority-vote", "each cluster counted as its most common class") { subject in
        switch subject.score {
        case let score as CohenKappa where score.matching == .oneToOne: Change.score(CohenKappa(matching: .majority))
        case is ClusteringAccuracy: Change.score(Purity())
        default: nil
        }
      },
      Rule("one-to-one", "clusters and classes matched one to one, by the Hungarian method") { subject in
        switch subject.score {
        case let score as CohenKappa where score.matching == .majority: Change.score(CohenKappa(matching: .oneToOne))
        case is Purity: Change.score(ClusteringAccuracy())
        default: nil
        }
      },
    ]

  /// The number of items of a part that is scored.
  private static let partSize = 1_000
  /// The number of parts that are drawn.
  private static let draws = 20
  /// The part of a dataset on which papers report.
  static let testPart = "test"

  /// The rules by which the same clusters are scored on some of the items.
  static let items: [Rule] = [
    Rule("first-items", "scored on the first \(partSize.grouped) items") { subject in
      guard subject.score is any ExternalScore, subject.items > partSize else { return nil }
      return .items { [Array(0..<partSize)] }
    },
    Rule("subsample", "scored on \(partSize.grouped) random items, \(draws) draws") { subject in
      guard subject.score is any ExternalScore, subject.items > partSize else { return nil }
      let items = subject.items
      return .items {
        (0..<draws).map { draw in
          var stream = Seed(0).stream("scored items", draw)
          return stream.sample(partSize, of: items).sorted()
        }
      }
    },
    Rule("test-scored", "all items clustered, the part \(testPart) scored") { subject in
      guard subject.score is any ExternalScore, let edited = subject.scoringTest else { return nil }
      return .items { [try Inputs(edited).items] }
    },
    Rule("test-only", "the part \(testPart) alone clustered and scored", edit: { $0.canRefit ? $0.scoringTest : nil }),
    Rule("all-parts", "all parts clustered and scored") { subject -> Experiment? in
      guard subject.canRefit, subject.experiment.scoreOn != nil else { return nil }
      var edited = subject.experiment
      edited.scoreOn = nil
      return edited
    },
  ]
}

extension Subject {
  /// The experiment on the test part; nil where the dataset has no parts or one is chosen.
  fileprivate var scoringTest: Experiment? {
    guard experiment.dataset.split != nil, experiment.scoreOn == nil else { return nil }
    var edited = experiment
    edited.scoreOn = Rule.testPart
    return edited
  }
}

extension EntropyMean {
  /// The mean in words.
  fileprivate var words: String {
    switch self {
    case .arithmetic: "arithmetic mean"
    case .geometric: "geometric mean"
    case .min: "smaller"
    case .max: "larger"
    }
  }
}
