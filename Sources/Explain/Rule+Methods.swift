import Clustering
import Experiments
import Fusion
import Reduction
import Stages

extension Rule {
  /// The rules by which a clusterer finds other clusters of the same rows.
  static let clusterers: [Rule] = [
    Rule(
      "faiss",
      "k-means by faiss's defaults: at most \(FaissKMeans.rowsPerCenter) random rows a centre, one random start, "
        + "\(FaissKMeans.iterations) iterations"
    ) { subject -> Experiment? in
      guard subject.canRefit, let own = subject.clusterer.method as? KMeans else { return nil }
      return subject.clustering(by: FaissKMeans(own))
    },
    Rule("one-start", "one start in place of several", edit: { $0.setting("restarts", to: .integer(1)) }),
    Rule("ten-starts", "the best of ten starts") { subject -> Experiment? in
      guard subject.clusterer.method.settings["restarts"] == .integer(1) else { return nil }
      return subject.setting("restarts", to: .integer(10))
    },
    Rule("cosine", "the cosine in place of the Euclidean distance") { subject -> Experiment? in
      subject.setting("metric", to: .text("spherical")) ?? subject.setting("metric", to: .text("cosine"))
    },
    Rule("euclidean", "the Euclidean distance in place of the cosine") { subject -> Experiment? in
      subject.setting("metric", to: .text("euclidean"))
    },
  ]

  /// The rules by which the rows that are clustered change.
  static let spaces: [Rule] = [
    Rule(
      "float32", "features rounded to single precision",
      edit: { $0.losesDigits ? $0.preceding(SinglePrecision()) : nil }),
    Rule("signs-fixed", "signs of components fixed by their largest loading, under every seed") {
      $0.settingSpace("signs", to: .text("fixed"))
    },
    Rule("signs-drawn", "signs of components drawn at random by each seed but the first") {
      $0.settingSpace("signs", to: .text("seed"))
    },
    Rule("signs-by-rows", "signs of components fixed by the row of largest magnitude, as in scikit-learn before 1.5") {
      subject -> Experiment? in
      guard subject.canRefit, subject.space.steps.count == 1, let own = subject.space.steps[0] as? PCAAverage,
        own.dependsOnSigns
      else { return nil }
      var space = subject.space
      space.steps = [PCAAverageByRows(own)]
      return subject.clustering(space)
    },
    Rule("unit-before", "rows of length 1 before all else", edit: { $0.scaledBefore(.l2, UnitLength()) }),
    Rule("unit-after", "rows of length 1 after fusion, and not before", edit: { $0.following(UnitLength()) }),
    Rule("standardized-before", "columns standardized before all else") {
      $0.scaledBefore(.standardize, Standardization())
    },
    Rule("standardized-after", "columns standardized after fusion, rows not scaled before") { subject -> Experiment? in
      // Side by side, columns are the same before and after.
      subject.space.steps.first is Concatenation ? nil : subject.following(Standardization())
    },
    Rule("unscaled", "features as they are, neither rows nor columns scaled", edit: { $0.unscaled }),
  ]
}

extension Subject {
  /// The experiment whose feature sets are scaled: by the fusion that does it, else before all other methods.
  fileprivate func scaledBefore(_ scale: Experiment.Feature.Scale, _ maker: any SpaceMaker) -> Experiment? {
    guard space.step(with: "normalize") == nil else { return settingSpace("normalize", to: .text(scale.rawValue)) }
    let sets = experiment.featureSets(of: space)
    let isScaled = experiment.features.filter { sets.contains($0.name) }.allSatisfy { $0.scale == scale }
    let isFirst = space.steps.first?.kind == maker.kind
    return isScaled && sets != [Experiment.pixels] || isFirst ? nil : preceding(maker)
  }

  /// The experiment without any scaling of feature sets and of parts of a fusion; nil where there is none.
  fileprivate var unscaled: Experiment? {
    guard canRefit else { return nil }
    var edited = settingSpace("normalize", to: .text("none")) ?? experiment
    let sets = experiment.featureSets(of: space)
    for index in edited.features.indices where sets.contains(edited.features[index].name) {
      edited.features[index].scale = .none
    }
    return edited
  }
}
