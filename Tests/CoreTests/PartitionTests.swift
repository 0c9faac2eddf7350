import Core
import Testing

@Suite struct PartitionTests {
  @Test func labelsFromOutsideAreChecked() throws {
    let labels: [Int32] = [0, 2, -1, -2]
    #expect(try Partition(checking: labels, clusters: 3).labels == labels)
    #expect(try Partition(checking: labels, clusters: 3).leftOutCount == 1)
    for (strange, clusters) in [(Int32(3), 3), (-3, 3), (0, 0), (.max, 3), (.min, 3)] {
      let error = #expect(throws: PartitionError.self) {
        try Partition(checking: [-2, strange], clusters: clusters)
      }
      #expect(error?.row == 1 && error?.label == strange && error?.clusters == clusters)
    }
    #expect(throws: PartitionError.self) { try Partition(checking: [0], clusters: -1) }
  }

  @Test func noiseAndRowsThatWereLeftOutStayApart() {
    #expect(Partition([1, -1, -2, -9, 0]).labels == [1, -1, -2, -2, 0])
    #expect(Partition([-2, -1]).clusters == 0)
    // Five clusters may be named, and two hold a row.
    let partition = Partition([4, -1, 1, 4, -2, -1])
    #expect(partition.clusteredCount == 5 && partition.heldClusters == 2 && partition.noiseCount == 2)
    #expect(Partition([-2, -1]).clusteredCount == 1 && Partition([-2, -1]).heldClusters == 0)
  }
}
