import Experiments
import Testing

@Suite struct ImageOrderTests {
  @Test(arguments: [
    (["img1.png", "img10.png", "img2.png"], "img10.png"), (["a/9.png", "b/10.png", "b/9.png"], "b/10.png"),
    (["x1y10", "x1y9"], "x1y10"), (["7", "70", "8"], "70"),
  ])
  func namesTheFirstPairThatANumericSortWouldExchange(ids: [String], first: String) {
    #expect(ImageOrder.firstSurprise(in: ids)?.0 == first)
  }

  @Test(arguments: [
    ["img01.png", "img02.png", "img10.png"], ["a", "b"], ["a1", "a2", "b1"], [], ["cat/1.png", "dog/0.png"],
    ["1", "2", "10000000000000000000000"],
  ])
  func isSilentWhereBothOrdersAgree(ids: [String]) {
    #expect(ImageOrder.firstSurprise(in: ids) == nil)
  }
}
