import Core
import Datasets
import Testing

@Suite struct DatasetTests {
  let images = Images(count: 3, size: 1, bytes: [1, 2, 3, 4, 5, 6, 7, 8, 9])
  let group = LabelSet(name: "group", classes: ["a", "b"], values: [0, 1, LabelSet.unlabelled])

  @Test func partsOfOneCountMakeADataset() throws {
    let dataset = try Dataset(ids: ["x", "y", "z"], images: images, labelSets: [group], captions: ["1", "2", ""])
    #expect(dataset.count == 3)
    #expect(try Dataset(captions: ["only"]).count == 1)
  }

  @Test func partsOfDifferentCountsNameBothAndTheirFiles() throws {
    let found = reason {
      _ = try Dataset(
        images: images, captions: ["one", "two"], origins: [.images: "images.bin", .captions: "captions.txt"])
    }
    let first = Dataset.Source(part: .images, origin: "images.bin")
    let second = Dataset.Source(part: .captions, origin: "captions.txt")
    #expect(found == .counts(first, 3, second, 2))
    #expect(
      DatasetError(.counts(first, 3, second, 2)).cause
        == "the images (images.bin) give 3 items, the captions (captions.txt) give 2 items")
    #expect(reason { _ = try Dataset(ids: ["x"], labelSets: [group]) } != nil)
  }

  @Test func errorsOfAddedPartsNameTheFilesOfBoth() throws {
    let dataset = try Dataset(images: images, origins: [.images: "images.bin"])
    let short = LabelSet(name: "fine", classes: ["a"], values: [0])
    #expect(
      reason { _ = try dataset.adding(labelSets: [short], origins: [.labels("fine"): "fine.csv"]) }
        == .counts(
          Dataset.Source(part: .images, origin: "images.bin"), 3,
          Dataset.Source(part: .labels("fine"), origin: "fine.csv"), 1))
    let more = try dataset.adding(labelSets: [group], captions: ["1", "2", "3"])
    #expect(more.labelSets == [group] && more.captions == ["1", "2", "3"] && more.images == images)
  }

  @Test func aDatasetNeedsItems() {
    #expect(reason { _ = try Dataset() } == .nothing)
    #expect(reason { _ = try Dataset(ids: [], captions: []) } == .nothing)
  }

  @Test func repeatedNamesAreErrors() {
    #expect(reason { _ = try Dataset(ids: ["x", "y", "x"]) } == .repeatedID("x", first: 0, second: 2))
    #expect(reason { _ = try Dataset(labelSets: [group, group]) } == .repeatedLabelSet("group"))
  }

  @Test func labelSetsAreFoundByName() throws {
    let fine = LabelSet(name: "fine", classes: ["c"], values: [0, 0, 0])
    let both = try Dataset(labelSets: [group, fine])
    #expect(try both.labels(named: "fine") == fine)
    #expect(try Dataset(labelSets: [group]).labels() == group)
    #expect(
      reason { _ = try both.labels(named: "coarse") } == .noSuchLabelSet("coarse", available: ["group", "fine"]))
    #expect(reason { _ = try both.labels() } == .severalLabelSets(["group", "fine"]))
    #expect(reason { _ = try Dataset(ids: ["x"]).labels() } == .noSuchLabelSet("", available: []))
  }

  @Test func selectingTakesTheSameItemsOfEveryPart() throws {
    let notice = Notice(kind: "test", message: "kept")
    let dataset = try Dataset(
      ids: ["x", "y", "z"], images: images, labelSets: [group], captions: ["1", "2", "3"], notices: [notice])
    let some = dataset.selecting([2, 0])
    #expect(some.count == 2)
    #expect(some.ids == ["z", "x"] && some.captions == ["3", "1"] && some.notices == [notice])
    #expect(some.images?.bytes(of: 0) == [7, 8, 9])
    #expect(try some.labels().values == [LabelSet.unlabelled, 0])
  }
}
