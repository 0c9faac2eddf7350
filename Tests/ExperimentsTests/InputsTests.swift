import Core
import Datasets
import Experiments
import Features
import Matrices
import TestSupport
import Testing

@Suite struct InputsTests {
  private func experiment(
    in folder: String, features: [String], labels: [Experiment.Labels] = [],
    undefined: Experiment.Feature.Undefined = .error
  ) -> Experiment {
    Experiment(
      name: "inputs", dataset: .init(labels: labels),
      features: features.map { Experiment.Feature(name: $0, file: "\($0).csv", undefined: undefined) },
      spaces: features.map { .init(name: $0) }, clusterers: Experiment.defaultClusterers(k: 2), folder: folder)
  }

  private func labels(_ column: String) -> Experiment.Labels {
    Experiment.Labels(name: column, source: .table(.init(table: "labels.csv", column: column)))
  }

  @Test func rowsWithIdsTakeTheOrderOfTheDataset() throws {
    try withFolder { folder in
      try Samples.table([[1], [2], [3]], ids: ["a", "b", "c"], to: folder + "/visual.csv")
      try Samples.write("id,kind\nc,z\na,x\nb,y\n", to: folder + "/labels.csv")
      var experiment = experiment(in: folder, features: ["visual"], labels: [labels("kind")])
      experiment.dataset.ids = .init(path: "labels.csv", column: "id")
      let inputs = try Inputs(experiment)
      #expect(inputs.features["visual"]?.matrix == Matrix([[3], [1], [2]]))
      #expect(inputs.truth?.values == [2, 0, 1])
      #expect(inputs.truth?.classes == ["x", "y", "z"])
    }
  }

  @Test func withoutIdsRowsAreMatchedByPosition() throws {
    try withFolder { folder in
      try Samples.table([[1], [2], [3]], to: folder + "/visual.csv")
      try Samples.write("kind\nz\nx\ny\n", to: folder + "/labels.csv")
      let inputs = try Inputs(experiment(in: folder, features: ["visual"], labels: [labels("kind")]))
      #expect(inputs.features["visual"]?.matrix == Matrix([[1], [2], [3]]))
      #expect(inputs.truth?.values == [2, 0, 1])
    }
  }

  @Test func aRowDroppedFromOneSetIsDroppedFromAllAndItsPlaceIsKept() throws {
    try withFolder { folder in
      try Samples.table([[1], [.nan], [3], [4], [5]], to: folder + "/visual.csv")
      try Samples.table([[10], [20], [30], [.infinity], [50]], to: folder + "/text.csv")
      try Samples.write("kind\na\nb\nc\nd\ne\n", to: folder + "/labels.csv")
      let inputs = try Inputs(
        experiment(in: folder, features: ["visual", "text"], labels: [labels("kind")], undefined: .drop))
      #expect(inputs.itemCount == 5)
      #expect(inputs.items == [0, 2, 4])
      #expect(inputs.features["visual"]?.matrix == Matrix([[1], [3], [5]]))
      #expect(inputs.features["text"]?.matrix == Matrix([[10], [30], [50]]))
      #expect(inputs.truth?.values == [0, 2, 4])
      #expect(inputs.restoringPositions(of: [7, 8, 9], filler: -1) == [7, -1, 8, -1, 9])
      #expect(inputs.notices.count == 2)
    }
  }

  @Test func withoutDroppedRowsPositionsStay() throws {
    try withFolder { folder in
      try Samples.table([[1], [2]], to: folder + "/visual.csv")
      let inputs = try Inputs(experiment(in: folder, features: ["visual"]))
      #expect(inputs.restoringPositions(of: [7, 8], filler: -1) == [7, 8])
    }
  }

  @Test func theTruthIsTheNamedLabelSetElseTheFirst() throws {
    try withFolder { folder in
      try Samples.table([[1], [2]], to: folder + "/visual.csv")
      try Samples.write("one,two\na,b\nc,d\n", to: folder + "/labels.csv")
      var experiment = experiment(in: folder, features: ["visual"], labels: [labels("one"), labels("two")])
      #expect(try Inputs(experiment).truth?.name == "one")
      experiment.truth = "two"
      #expect(try Inputs(experiment).truth?.name == "two")
      #expect(try Inputs(experiment).files == ["labels.csv", "visual.csv"])
    }
  }

  /// With all label sets the first is the truth of what is scored against one alone; one without a class does not count.
  @Test func allLabelSetsAreTheTruth() throws {
    try withFolder { folder in
      try Samples.table([[1], [2], [3]], to: folder + "/visual.csv")
      try Samples.write("one,two,all,none\na,b,e,\nc,b,f,\na,d,e,x\n", to: folder + "/labels.csv")
      var experiment = experiment(in: folder, features: ["visual"], labels: [labels("one"), labels("two")])
      #expect(try Inputs(experiment).truths.isEmpty)
      experiment.truth = "all"
      #expect(try Inputs(experiment).truths.map(\.name) == ["one", "two"] && Inputs(experiment).truth?.name == "one")
      // The only item of this one is not taken.
      (experiment.dataset.labels, experiment.rows) = ([labels("none")] + experiment.dataset.labels, 0..<2)
      #expect(try Inputs(experiment).truths.map(\.name) == ["one", "two"] && Inputs(experiment).truth?.name == "one")
      experiment.dataset.labels.append(labels("all"))
      #expect(try Inputs(experiment).truths.isEmpty && Inputs(experiment).truth?.name == "all")
      experiment.dataset.labels = [labels("two")]
      #expect(try Inputs(experiment).truths.isEmpty && Inputs(experiment).truth?.name == "two")
    }
  }

  @Test func anIdThatIsMissingOrRepeatedIsNamed() throws {
    try withFolder { folder in
      try Samples.write("id,kind\na,x\nb,y\na,x\n", to: folder + "/twice.csv")
      try Samples.write("id,kind\na,x\nb,y\n", to: folder + "/labels.csv")
      try Samples.write("id\na\nb\nc\n", to: folder + "/ids.csv")
      try Samples.table([[1], [2], [3]], to: folder + "/visual.csv")
      var experiment = experiment(in: folder, features: ["visual"], labels: [labels("kind")])
      experiment.dataset.ids = .init(path: "ids.csv", column: "id")
      let missing = #expect(throws: ItemError.self) { try Inputs(experiment) }
      var side = ItemError.Count(name: "labels kind (labels.csv)", rows: 2)
      (side.column, side.pandas) = ("id", "df[\"id\"]")
      #expect(
        missing?.reason
          == .unmatched(
            side, of: .init(name: "ids (ids.csv)", rows: 3), missing: 1, extra: 0,
            firstMissing: ["c"], firstExtra: []))
      experiment.dataset.labels = [
        Experiment.Labels(name: "kind", source: .table(.init(table: "twice.csv", column: "kind")))
      ]
      let twice = #expect(throws: ItemError.self) { try Inputs(experiment) }
      #expect(
        twice?.reason == .repeatedIDs(side: "labels kind (twice.csv)", rows: 3, repeats: 1, first: ["a"]))
    }
  }

  @Test func aLabelTableReordersItselfAndNeverTheFeatures() throws {
    try withFolder { folder in
      try Samples.table([[1], [2], [3]], ids: ["a", "b", "c"], to: folder + "/visual.csv")
      try Samples.table([[30], [10], [20]], ids: ["c", "a", "b"], to: folder + "/text.csv")
      try Samples.write("id,kind\nc,z\na,x\nb,y\n", to: folder + "/labels.csv")
      let inputs = try Inputs(experiment(in: folder, features: ["visual", "text"], labels: [labels("kind")]))
      #expect(inputs.features["visual"]?.matrix == Matrix([[1], [2], [3]]))
      #expect(inputs.features["text"]?.matrix == Matrix([[10], [20], [30]]))
      #expect(inputs.truth?.values == [0, 1, 2])
      #expect(inputs.ids == ["a", "b", "c"] && inputs.definedBy == "visual (visual.csv)")
      #expect(inputs.notices.isEmpty)
    }
  }

  @Test func missingDropLeavesOutWhatNotAllSidesHaveAndCountsIt() throws {
    try withFolder { folder in
      try Samples.table([[1], [2], [3], [4]], ids: ["a", "b", "c", "d"], to: folder + "/visual.csv")
      try Samples.table([[40], [10], [20], [90]], ids: ["d", "a", "b", "q"], to: folder + "/text.csv")
      try Samples.write("id,kind\nd,z\na,x\nc,y\n", to: folder + "/labels.csv")
      var experiment = experiment(in: folder, features: ["visual", "text"], labels: [labels("kind")])
      #expect(throws: ItemError.self) { try Inputs(experiment) }
      experiment.missing = .drop
      let inputs = try Inputs(experiment)
      #expect(inputs.itemCount == 4 && inputs.items == [0, 3])
      #expect(inputs.features["visual"]?.matrix == Matrix([[1], [4]]))
      #expect(inputs.features["text"]?.matrix == Matrix([[10], [40]]))
      #expect(inputs.truth.map { labels in labels.values.map { labels.classes[Int($0)] } } == ["x", "z"])
      #expect(
        inputs.notices.map(\.message).prefix(2) == [
          "2 of 4 items of visual (visual.csv) left out: 1 not in text (text.csv), 1 not in labels kind (labels.csv)",
          "1 of 4 rows of text (text.csv) left out: no such id in visual (visual.csv)",
        ])
    }
  }

  @Test func rowsDroppedForNaNAreFoundByTheirIds() throws {
    try withFolder { folder in
      try Samples.table([[1], [.nan], [3]], ids: ["a", "b", "c"], to: folder + "/visual.csv")
      try Samples.write("id,kind\nc,z\na,x\nb,y\n", to: folder + "/labels.csv")
      let inputs = try Inputs(
        experiment(in: folder, features: ["visual"], labels: [labels("kind")], undefined: .drop))
      #expect(inputs.items == [0, 2] && inputs.features["visual"]?.matrix == Matrix([[1], [3]]))
      #expect(inputs.truth?.values == [0, 2] && inputs.ids == ["a", "b", "c"])
    }
  }

  @Test func pixelsNeedImages() throws {
    try withFolder { folder in
      try Samples.table([[1], [2]], to: folder + "/visual.csv")
      var experiment = experiment(in: folder, features: ["visual"])
      experiment.spaces.append(.init(name: Experiment.pixels))
      #expect(throws: RunError(.pixelsWithoutImages(space: "pixels"))) { try Inputs(experiment) }
    }
  }

  @Test func anExperimentThatNamesNothingIsRefused() {
    let empty = Experiment(name: "empty", features: [], spaces: [], clusterers: [])
    #expect(throws: RunError(.noItems)) { try Inputs(empty) }
  }
}
